import { Injectable, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../../common/kernel/jobs';
import { RUN_SCHEDULES, SEND_NOTICE, TIDY_EXPORTS, WRITE_EXPORT } from '../application/job-kinds';
import { RunSchedules } from '../application/run-schedules';
import { SendNotice } from '../application/send-notice';
import { TidyExports } from '../application/tidy-exports';
import { WriteExport } from '../application/write-export';

/** Writes, sends, orders and tidies in the background. */
@Injectable()
export class ReportJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly writeExport: WriteExport,
    private readonly sendNotice: SendNotice,
    private readonly runSchedules: RunSchedules,
    private readonly tidyExports: TidyExports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(WRITE_EXPORT, (run) =>
      this.writeExport.execute({
        exportId: run.payload.exportId,
        signal: run.signal,
        isLastAttempt: run.attempt >= WRITE_EXPORT.attempts,
        progress: (percent) => run.progress(percent),
      }),
    );
    this.jobs.register(SEND_NOTICE, ({ payload }) => this.sendNotice.execute(payload.exportId));
    this.jobs.register(RUN_SCHEDULES, ({ signal }) => this.runSchedules.execute(signal));
    this.jobs.register(TIDY_EXPORTS, ({ signal }) => this.tidyExports.execute(signal));
  }

  /** A process that died may have left files behind, and this one may be the first since. */
  onApplicationBootstrap(): void {
    void this.jobs.enqueue(TIDY_EXPORTS, {}, { deduplicate: 'start' }).catch(() => undefined);
  }
}
