import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { Mailer } from '../../../common/kernel/mailer';
import { ExperimentResults } from '../domain/experiment-results';
import type { Schedule } from '../domain/schedule';
import { CronCalendar, ScheduleRepository } from '../domain/schedule.repository';
import { ensureTest } from './order-export';

export type ScheduleRequest = Omit<Schedule, 'id' | 'createdAt' | 'nextRunAt'>;

/** Makes a schedule. */
@Injectable()
export class CreateSchedule {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly calendar: CronCalendar,
    private readonly experiments: ExperimentResults,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Throws `ab_test.not_found`, and validation errors of `cron`, `ab_test_id` and `recipients`. */
  async execute(request: ScheduleRequest): Promise<Schedule> {
    if (request.recipients.length > 0 && !this.mailer.enabled)
      throw new DomainError('invalid', 'validation.mailOff', {}, 'recipients');
    await ensureTest(request, this.experiments);
    const createdAt = this.clock.now();
    const nextRunAt = this.calendar.next(request.cron, request.timezone, createdAt);
    if (!nextRunAt) throw new DomainError('invalid', 'validation.isCron', {}, 'cron');
    const schedule = { ...request, id: uuidv7(), createdAt, nextRunAt };
    await this.schedules.insert(schedule);
    return schedule;
  }
}
