import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import type { Schedule } from '../../domain/schedule';
import { type ScheduleCursor, ScheduleRepository } from '../../domain/schedule.repository';
import {
  DELETE_SCHEDULE,
  INSERT_SCHEDULE,
  LIST_SCHEDULES,
  LOCK_DUE_SCHEDULE,
  POSTPONE_SCHEDULE,
  type ScheduleRow,
} from './queries/schedules';

@Injectable()
export class PostgresScheduleRepository extends ScheduleRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(schedule: Schedule): Promise<void> {
    await this.database.query(INSERT_SCHEDULE, [
      schedule.id,
      schedule.name,
      schedule.cron,
      schedule.timezone,
      schedule.reportType,
      schedule.format,
      schedule.period,
      schedule.abTestId,
      schedule.locale,
      schedule.bom,
      schedule.recipients,
      schedule.createdAt,
      schedule.nextRunAt,
    ]);
  }

  async list(after: ScheduleCursor | null, limit: number): Promise<Schedule[]> {
    const values = [after?.createdAt ?? null, after?.id ?? null, limit];
    return (await this.database.query<ScheduleRow>(LIST_SCHEDULES, values)).map(toSchedule);
  }

  async delete(id: string): Promise<boolean> {
    return (await this.database.query(DELETE_SCHEDULE, [id])).length === 1;
  }

  async lockDue(now: Date): Promise<Schedule | null> {
    const [row] = await this.database.query<ScheduleRow>(LOCK_DUE_SCHEDULE, [now]);
    return row ? toSchedule(row) : null;
  }

  async postpone(id: string, nextRunAt: Date): Promise<void> {
    await this.database.query(POSTPONE_SCHEDULE, [id, nextRunAt]);
  }
}

function toSchedule(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    name: row.name,
    cron: row.cron,
    timezone: row.timezone,
    reportType: row.report_type,
    format: row.format,
    period: row.period,
    abTestId: row.ab_test_id,
    locale: row.locale,
    bom: row.bom,
    recipients: row.recipients,
    createdAt: row.created_at,
    nextRunAt: row.next_run_at,
  };
}
