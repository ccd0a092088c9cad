import type { Schedule } from '../../../domain/schedule';

export interface ScheduleRow {
  id: string;
  name: string;
  cron: string;
  timezone: string;
  report_type: Schedule['reportType'];
  format: Schedule['format'];
  period: Schedule['period'];
  ab_test_id: string | null;
  locale: Schedule['locale'];
  bom: boolean;
  recipients: string[];
  created_at: Date;
  next_run_at: Date;
}

const COLUMNS = `id, name, cron, timezone, report_type, format, period, ab_test_id, locale, bom, recipients, created_at,
       next_run_at`;

export const INSERT_SCHEDULE = {
  name: 'insert-schedule',
  text: `
INSERT INTO export_schedules (${COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
};

/** The newest first: $1 and $2 where the page before ended (null: first page), $3 limit. */
export const LIST_SCHEDULES = {
  name: 'list-schedules',
  text: `
SELECT ${COLUMNS}
FROM export_schedules
WHERE $2::uuid IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $3`,
};

export const DELETE_SCHEDULE = {
  name: 'delete-schedule',
  text: `DELETE FROM export_schedules WHERE id = $1 RETURNING id`,
};

/** The schedule that has been due for longest at $1, and that nobody else has locked. */
export const LOCK_DUE_SCHEDULE = {
  name: 'lock-due-schedule',
  text: `
SELECT ${COLUMNS}
FROM export_schedules
WHERE next_run_at <= $1
ORDER BY next_run_at, id
LIMIT 1
FOR UPDATE SKIP LOCKED`,
};

export const POSTPONE_SCHEDULE = {
  name: 'postpone-schedule',
  text: `UPDATE export_schedules SET next_run_at = $2 WHERE id = $1`,
};
