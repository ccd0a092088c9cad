import { Injectable, OnModuleInit } from '@nestjs/common';
import { type JobKind, Jobs } from '../../../common/kernel/jobs';
import { CohortCalendarKeeper } from './postgres/cohort-calendar-keeper';

const HOUR_MS = 3_600_000;

/** Every minute, so that questions meet few changes, and who asks by a new time zone is soon answered fast. */
const KEEP_CALENDARS: JobKind = {
  name: 'cohorts.keep-calendars',
  concurrency: 1,
  attempts: 2,
  firstRetryMs: 10_000,
  timeLimitMs: HOUR_MS,
  cron: '* * * * *',
};

@Injectable()
export class CohortJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keeper: CohortCalendarKeeper,
  ) {}

  onModuleInit(): void {
    this.jobs.register(KEEP_CALENDARS, ({ signal }) => this.keeper.keep(signal));
  }
}
