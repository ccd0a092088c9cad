import type { CohortType } from '../../../domain/retention/cohort-query';
import { type CalendarParameters, weeksAfter } from './cohort-activity-rows';

/** Of the statements that count users: $1 calendar, $2 time zone, $3 days to shift, $4 rolling? */
const COUNTED_BY: CalendarParameters = { zone: '$2', shift: '$3', rolling: '$4' };

/** What users add to the calendar as of now: user_id, anchor, anchor_day, returned, ks. `scope` narrows user_activity. */
function states(cohortType: CohortType, scope: string): string {
  const anchor = cohortType === 'registration' ? 'registered_at' : 'first_viewed_at';
  const { week, isLater } = weeksAfter(COUNTED_BY);
  return `
  SELECT user_id, anchor, anchor_day, coalesce(bool_or(${isLater}), false) AS returned,
         coalesce(array_agg(DISTINCT (${week})::smallint) FILTER (WHERE day IS NOT NULL), '{}') AS ks
  FROM (
    SELECT member.user_id, anchor, (anchor AT TIME ZONE ${COUNTED_BY.zone})::date AS anchor_day,
           (viewed_at AT TIME ZONE ${COUNTED_BY.zone})::date AS day
    FROM (SELECT user_id, ${anchor} AS anchor FROM user_activity WHERE analysed AND ${anchor} IS NOT NULL ${scope}) AS member
    LEFT JOIN view_events AS view ON view.user_id = member.user_id AND viewed_at >= anchor
  ) AS viewed
  GROUP BY user_id, anchor, anchor_day`;
}

/** Adds to the cube what `signed` rows (sign, anchor_day, returned, ks) of single users say; $1 calendar. */
const addToDays = (signed: string): string => `
  INSERT INTO cohort_calendar_days AS stored (calendar_id, anchor_day, users, viewers, returned)
  SELECT $1::integer, anchor_day, sum(sign), sum(sign * (ks <> '{}')::integer), sum(sign * returned::integer)
  FROM ${signed}
  GROUP BY anchor_day
  ON CONFLICT (calendar_id, anchor_day) DO UPDATE
  SET users = stored.users + excluded.users, viewers = stored.viewers + excluded.viewers,
      returned = stored.returned + excluded.returned`;

const addToCells = (signed: string): string => `
  INSERT INTO cohort_calendar_cells AS stored (calendar_id, anchor_day, k, active_users, last_users)
  SELECT $1::integer, anchor_day, k, sum(sign), sum(sign * (k = ks[cardinality(ks)])::integer)
  FROM ${signed} CROSS JOIN unnest(ks) AS k
  WHERE k >= 1
  GROUP BY anchor_day, k
  ON CONFLICT (calendar_id, anchor_day, k) DO UPDATE
  SET active_users = stored.active_users + excluded.active_users,
      last_users = stored.last_users + excluded.last_users`;

/** The cube of a calendar from all facts. $1 to $4 as {@link COUNTED_BY}. */
export const buildCalendar = (cohortType: CohortType) => {
  const built = `(SELECT 1 AS sign, * FROM cohort_calendar_users WHERE calendar_id = $1) AS built`;
  return [
    {
      text: `
INSERT INTO cohort_calendar_users (user_id, anchor, anchor_day, returned, ks, calendar_id)
SELECT state.*, $1::integer FROM (${states(cohortType, '')}) AS state`,
      takes: ['id', 'zone', 'shift', 'rolling'],
    },
    { text: addToDays(built), takes: ['id'] },
    { text: addToCells(built), takes: ['id'] },
  ] as const;
};

/**
 * Counts the users anew who have changed, and moves the cube by the difference; runs under `LOCK_CALENDAR`. $1 to $4 as
 * {@link COUNTED_BY}, $5 users after whom no
 * further note is taken. What is visible of a note is visible of its facts too; a user who has
 * changed since is counted once more for a later note.
 */
export const refreshCalendar = (cohortType: CohortType) => ({
  name: `refresh-cohort-calendar-${cohortType}`,
  text: `
WITH taken AS (
  DELETE FROM cohort_calendar_changes
  WHERE calendar_id = $1
    AND id IN (
      SELECT id
      FROM (
        SELECT id, sum(users) OVER (ORDER BY id) - users AS users_before
        FROM cohort_calendar_changes
        WHERE calendar_id = $1
      ) AS note
      WHERE users_before < $5::integer
    )
  RETURNING user_ids
),
changed AS (
  SELECT DISTINCT user_id FROM taken CROSS JOIN unnest(user_ids) AS user_id
),
before AS (
  SELECT user_id, anchor, anchor_day, returned, ks
  FROM cohort_calendar_users
  WHERE calendar_id = $1 AND user_id IN (SELECT user_id FROM changed)
),
after AS (${states(cohortType, 'AND user_id IN (SELECT user_id FROM changed)')}),
-- Who has changed nothing that is counted is in both alike.
old AS (SELECT * FROM before EXCEPT SELECT * FROM after),
new AS (SELECT * FROM after EXCEPT SELECT * FROM before),
removed AS (
  DELETE FROM cohort_calendar_users
  WHERE calendar_id = $1 AND user_id IN (SELECT user_id FROM old EXCEPT SELECT user_id FROM new)
),
stored AS (
  INSERT INTO cohort_calendar_users (calendar_id, user_id, anchor, anchor_day, returned, ks)
  SELECT $1::integer, new.* FROM new
  ON CONFLICT (calendar_id, user_id) DO UPDATE
  SET anchor = excluded.anchor, anchor_day = excluded.anchor_day, returned = excluded.returned, ks = excluded.ks
),
signed AS (
  SELECT -1 AS sign, anchor_day, returned, ks FROM old
  UNION ALL
  SELECT 1, anchor_day, returned, ks FROM new
),
days AS (${addToDays('signed')}),
cells AS (${addToCells('signed')})
SELECT count(*)::integer AS notes FROM taken`,
});
