import type { JobKind } from '../../../common/kernel/jobs';

const MINUTE_MS = 60_000;

/** Writes one export. Two at a time: a small one need not wait behind a big one. */
export const WRITE_EXPORT: JobKind<{ exportId: string }> = {
  name: 'reports.export',
  concurrency: 2,
  attempts: 3,
  firstRetryMs: 2_000,
  timeLimitMs: 30 * MINUTE_MS,
};

/** Tells the recipients of one export that it has ended; a mail server may be away for an hour and a half. */
export const SEND_NOTICE: JobKind<{ exportId: string }> = {
  name: 'reports.notice',
  concurrency: 2,
  attempts: 10,
  firstRetryMs: 10_000,
  timeLimitMs: 2 * MINUTE_MS,
};

/** Orders what schedules are due. */
export const RUN_SCHEDULES: JobKind = {
  name: 'reports.schedules',
  concurrency: 1,
  attempts: 3,
  firstRetryMs: 5_000,
  timeLimitMs: MINUTE_MS,
  cron: '* * * * *',
};

/** Removes what has expired or belongs to nobody, and looks after exports whose job was lost. */
export const TIDY_EXPORTS: JobKind = {
  name: 'reports.tidy',
  concurrency: 1,
  attempts: 3,
  firstRetryMs: 10_000,
  timeLimitMs: 10 * MINUTE_MS,
  cron: '*/10 * * * *',
};
