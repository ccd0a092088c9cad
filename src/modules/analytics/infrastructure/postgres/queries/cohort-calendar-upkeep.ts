import type { CohortType } from '../../../domain/retention/cohort-query';

export interface CalendarRow {
  id: number;
  cohort_type: CohortType;
  timezone: string;
  week_start: string;
  week_window: string;
  state: 'wanted' | 'building' | 'kept' | 'dropped';
}

/** The last asked for first. */
export const LIST_CALENDARS = {
  text: `
SELECT id, cohort_type, timezone, week_start, week_window, state
FROM cohort_calendars
ORDER BY asked_at DESC, id`,
};

/** $1 how many to keep, $2 for how many days. */
export const DROP_CALENDARS = {
  text: `
UPDATE cohort_calendars SET state = 'dropped'
WHERE asked_at < now() - make_interval(days => $2)
   OR id NOT IN (SELECT id FROM cohort_calendars ORDER BY asked_at DESC, id LIMIT $1)`,
};

/** $1 calendar; nobody reads it any more. */
export const REMOVE_CALENDAR = [
  'cohort_calendar_users WHERE calendar_id = $1',
  'cohort_calendar_cells WHERE calendar_id = $1',
  'cohort_calendar_days WHERE calendar_id = $1',
  'cohort_calendar_changes WHERE calendar_id = $1',
  'cohort_calendars WHERE id = $1',
].map((rows) => ({ text: `DELETE FROM ${rows}` }));

/** Until the end of the transaction nobody writes facts; who has begun before has ended. */
export const LOCK_OUT_WRITERS = { text: `LOCK TABLE user_activity IN SHARE ROW EXCLUSIVE MODE` };

/** From here on changes are noted for it. $1 calendar. */
export const BEGIN_BUILD = {
  text: `UPDATE cohort_calendars SET state = 'building', build = build + 1 WHERE id = $1 AND state = 'wanted'`,
};

/** $1 calendar; false while another process builds it. */
export const CLAIM_BUILD = {
  text: `SELECT pg_try_advisory_xact_lock(hashtext('cohort_calendars'), $1) AS claimed`,
};

/** $1 calendar. No row: it has been built. */
export const FIND_BUILD = {
  text: `SELECT build FROM cohort_calendars WHERE id = $1 AND state = 'building'`,
};

/** $1 calendar, $2 build. No row: an erasure has come in between, and the cube must begin anew. */
export const FINISH_BUILD = {
  text: `UPDATE cohort_calendars SET state = 'kept' WHERE id = $1 AND build = $2 AND state = 'building' RETURNING id`,
};
