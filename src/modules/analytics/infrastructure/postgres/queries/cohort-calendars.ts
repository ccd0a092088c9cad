import { summedUp, weekOf } from './cohort-activity-rows';

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
