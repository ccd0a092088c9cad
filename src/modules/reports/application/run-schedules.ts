import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { Jobs } from '../../../common/kernel/jobs';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { ExportRepository } from '../domain/export.repository';
import { rangeOf, type Schedule } from '../domain/schedule';
import { CronCalendar, ScheduleRepository } from '../domain/schedule.repository';
import { WRITE_EXPORT } from './job-kinds';
import { newExport } from './order-export';

/**
 * Orders the exports of all schedules that are due. However many moments of a schedule have been missed, one export is
 * made, for the last of them. Two processes never make one for the same moment: the schedule is locked, and the moment
 * is unique among its exports.
 */
@Injectable()
export class RunSchedules {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly exports: ExportRepository,
    private readonly calendar: CronCalendar,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async execute(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    for (;;) {
      signal.throwIfAborted();
      const ordered = await this.unitOfWork.run(() => this.orderNext(now));
      if (ordered === null) return;
      // Lost with this process, it is made up for by the tidying.
      if (ordered !== 'made already')
        await this.jobs.enqueue(WRITE_EXPORT, { exportId: ordered }, { deduplicate: ordered });
    }
  }

  /** Id of the new export; null: nothing is due. */
  private async orderNext(now: Date): Promise<string | null> {
    const schedule = await this.schedules.lockDue(now);
    if (!schedule) return null;
    const { id, cron, timezone } = schedule;
    const slot = this.slotOf(schedule, now);
    const order = newExport(
      { ...schedule, ...rangeOf(schedule.period, slot, timezone) },
      schedule.recipients,
      now,
      {
        scheduleId: id,
        slot,
      },
    );
    const isNew = await this.exports.insert(order);
    // One that never comes true again is kept, for people to see, far in the future.
    const next = this.calendar.next(cron, timezone, now) ?? new Date(Date.UTC(9999, 0, 1));
    await this.schedules.postpone(id, next);
    return isNew ? order.id : 'made already';
  }

  /** The last moment that has come; never before the one that was waited for. */
  private slotOf({ cron, timezone, nextRunAt }: Schedule, now: Date): Date {
    const last = this.calendar.last(cron, timezone, now);
    return last && last > nextRunAt ? last : nextRunAt;
  }
}
