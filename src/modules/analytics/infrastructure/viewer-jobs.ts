import { Injectable, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { type JobKind, Jobs } from '../../../common/kernel/jobs';
import { LearnViewers } from '../application/viewers/learn-viewers';

const HOUR_MS = 3_600_000;

/** When the UTC day has ended. */
const LEARN: JobKind = {
  name: 'viewers.learn',
  concurrency: 1,
  attempts: 5,
  firstRetryMs: 60_000,
  timeLimitMs: 6 * HOUR_MS,
  cron: '40 0 * * *',
};

/** New viewers, and those who have watched something since they were judged; all, where nothing has been learned yet. */
const CATCH_UP: JobKind = {
  name: 'viewers.catch-up',
  concurrency: 1,
  attempts: 3,
  firstRetryMs: 60_000,
  timeLimitMs: 6 * HOUR_MS,
  cron: '10 * * * *',
};

/** Learns in the background who leaves, what people pay and what goes together. */
@Injectable()
export class ViewerJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly learn: LearnViewers,
  ) {}

  onModuleInit(): void {
    for (const kind of [LEARN, CATCH_UP])
      this.jobs.register(kind, (run) =>
        this.learn.execute({
          all: kind === LEARN,
          signal: run.signal,
          progress: (share) => run.progress(Math.round(share * 100)),
        }),
      );
  }

  /** An hour is long for somebody who has just imported a catalogue, or started the demo. */
  onApplicationBootstrap(): void {
    void this.jobs.enqueue(CATCH_UP, {}, { deduplicate: 'start' }).catch(() => undefined);
  }
}
