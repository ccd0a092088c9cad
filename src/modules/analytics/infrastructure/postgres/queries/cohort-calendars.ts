import type { CohortType } from '../../../domain/retention/cohort-query';
import { type CalendarParameters, summedUp, weekOf, weeksAfter } from './cohort-activity-rows';

/** $1 kind of cohort, $2 time zone, $3 first day of the week, $4 window. */
const KEY = 'cohort_type = $1 AND timezone = $2 AND week_start = $3 AND week_window = $4';

export interface KeptCalendarRow {
  id: number;
  /** users whose facts have changed since the cube was brought up to date; some of them twice */
  pending: number;
  /** whether it has not been asked for within the last hour */
  forgotten: boolean;
}

export const FIND_KEPT_CALENDAR = {
  name: 'find-kept-calendar',
  text: `
SELECT id, asked_at < now() - interval '1 hour' AS forgotten,
       (SELECT coalesce(sum(users), 0)::integer FROM cohort_calendar_changes WHERE calendar_id = calendar.id) AS pending
FROM cohort_calendars AS calendar
WHERE ${KEY} AND state = 'kept'`,
};

export const ASK_FOR_CALENDAR = {
  text: `
INSERT INTO cohort_calendars (cohort_type, timezone, week_start, week_window, state, asked_at)
VALUES ($1, $2, $3, $4, 'wanted', now())
ON CONFLICT (cohort_type, timezone, week_start, week_window) DO UPDATE SET asked_at = now()`,
};

/** One at a time brings a calendar up to date. $1 calendar. */
export const LOCK_CALENDAR = {
  name: 'lock-cohort-calendar',
  text: `SELECT id FROM cohort_calendars WHERE id = $1 AND state = 'kept' FOR UPDATE`,
};

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

/** Who writes facts from here on notes it for the calendar; who has begun before has ended. $1 calendar. */
export const BEGIN_TO_NOTE_CHANGES = [
  { text: `LOCK TABLE user_activity IN SHARE ROW EXCLUSIVE MODE`, takes: [] },
  {
    text: `UPDATE cohort_calendars SET state = 'building', build = build + 1 WHERE id = $1 AND state = 'wanted'`,
    takes: ['id'],
  },
] as const;

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
 * Counts the users anew who have changed, and moves the cube by the difference; runs under {@link LOCK_CALENDAR}. $1 to $4 as
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

/** Of the answer: $1 calendar, $2 time zone, $3 days to shift, $4 rolling?, $5 from, $6 until, $7 weeks, $8 today */
/** Whether a day has begun before the instant. */
const isCut = (instant: string) => `((${instant} AT TIME ZONE $2)::date <> ${instant} AT TIME ZONE $2)`;
/**
 * Whether clocks are set within a day of it. When they are set back over midnight, dates go back: then a day more on either
 * side is looked through.
 */
const isTurbulent = (instant: string) => `
  ((${instant} + interval '26 hours') AT TIME ZONE $2 - (${instant} - interval '26 hours') AT TIME ZONE $2 <> interval '52 hours')`;

/**
 * The cube's answer for any range of anchors: whole days from the cube, the users of days that the range cuts one by one.
 * Gives rows of {@link CohortActivityRow}.
 */
export const COHORT_ACTIVITY_BY_CALENDAR = {
  name: 'cohort-activity-by-calendar',
  text: `
WITH bound AS (
  SELECT ($5::timestamptz AT TIME ZONE $2)::date AS first_day, ($6::timestamptz AT TIME ZONE $2)::date AS last_day,
         ${isCut('$5::timestamptz')}::integer AS cuts_first, ${isCut('$6::timestamptz')}::integer AS cuts_last,
         ${isTurbulent('$5::timestamptz')}::integer AS first_margin, ${isTurbulent('$6::timestamptz')}::integer AS last_margin
),
-- Days from "first" to before "whole" and from "cut" to before "end_day" are looked through; those between are whole.
part AS (
  SELECT first, least(whole, end_day) AS whole, greatest(cut, least(whole, end_day)) AS cut, end_day
  FROM (
    SELECT first_day - first_margin AS first, first_day + greatest(cuts_first, 2 * first_margin) AS whole,
           last_day - last_margin AS cut, last_day + greatest(cuts_last, 2 * last_margin) AS end_day
    FROM bound
  ) AS limits
),
edge AS (
  SELECT anchor_day, returned, ks
  FROM part JOIN cohort_calendar_users ON anchor_day >= first AND anchor_day < whole
  WHERE calendar_id = $1 AND anchor >= $5 AND anchor < $6
  UNION ALL
  SELECT anchor_day, returned, ks
  FROM part JOIN cohort_calendar_users ON anchor_day >= cut AND anchor_day < end_day
  WHERE calendar_id = $1 AND anchor >= $5 AND anchor < $6
),
day AS (
  SELECT anchor_day, users, viewers, returned
  FROM part JOIN cohort_calendar_days ON anchor_day >= whole AND anchor_day < cut
  WHERE calendar_id = $1 AND users > 0
  UNION ALL
  SELECT anchor_day, 1, (ks <> '{}')::integer, returned::integer FROM edge
),
cell AS (
  SELECT anchor_day, k, active_users, last_users
  FROM part JOIN cohort_calendar_cells ON anchor_day >= whole AND anchor_day < cut
  WHERE calendar_id = $1 AND active_users > 0
  UNION ALL
  SELECT anchor_day, k, 1, (k = ks[cardinality(ks)])::integer FROM edge CROSS JOIN unnest(ks) AS k WHERE k >= 1
),
aged_day AS (
  SELECT *, ${weekOf('anchor_day', '$3')} AS anchor_week, ${lastEnded()} AS last_ended FROM day
),
aged_cell AS (
  SELECT *, ${weekOf('anchor_day', '$3')} AS anchor_week, ${lastEnded()} AS last_ended FROM cell
),
counted AS (
  SELECT anchor_week, 0 AS k, users, viewers, returned, 0 AS aged, 0 AS active, 0 AS last FROM aged_day
  UNION ALL
  SELECT anchor_week, least(last_ended, $7::integer), 0, 0, 0, users, 0, 0 FROM aged_day WHERE $4::boolean AND last_ended >= 1
  UNION ALL
  SELECT anchor_week, k, 0, 0, 0, 0, active_users, 0 FROM aged_cell WHERE k <= least(last_ended, $7::integer)
  UNION ALL
  SELECT anchor_week, least(k, last_ended, $7::integer + 1), 0, 0, 0, 0, 0, last_users FROM aged_cell WHERE last_ended >= 1
)
${summedUp('counted', '$3')}`,
};

/** The last week that users with this anchor are old enough for. */
function lastEnded(): string {
  return `CASE WHEN $4::boolean THEN ($8::date - anchor_day) / 7 - 1 ELSE 2147483647 END`;
}
