import type { Schedule } from './schedule';

export interface ScheduleCursor {
  readonly createdAt: Date;
  readonly id: string;
}

export abstract class ScheduleRepository {
  abstract insert(schedule: Schedule): Promise<void>;

  /** The newest first; `after` ends the page before. */
  abstract list(after: ScheduleCursor | null, limit: number): Promise<Schedule[]>;

  /** False: there is none. Exports that it has ordered stay. */
  abstract delete(id: string): Promise<boolean>;

  /**
   * The next schedule that is due, locked until the transaction ends so that no other process runs it; null: none.
   * Only inside a transaction.
   */
  abstract lockDue(now: Date): Promise<Schedule | null>;

  abstract postpone(id: string, nextRunAt: Date): Promise<void>;
}

/** When cron expressions of five fields come true by the clocks of a zone. */
export abstract class CronCalendar {
  /** The first time after `after`; null: never, or the expression cannot be read. */
  abstract next(cron: string, timezone: string, after: Date): Date | null;

  /** The last time up to `at`, inclusive. */
  abstract last(cron: string, timezone: string, at: Date): Date | null;
}
