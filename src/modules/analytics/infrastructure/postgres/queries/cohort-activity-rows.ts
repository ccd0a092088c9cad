import type { CohortQuery } from '../../../domain/retention/cohort-query';

/** Week of a date, numbered from a Monday before all instants; `shift` is 1 where weeks start on Sunday. */
export const weekOf = (day: string, shift = '$4') => `((${day} - date '1899-12-25' + ${shift}::integer) / 7)`;

/** Placeholders of what a calendar is made of. */
export interface CalendarParameters {
  readonly zone: string;
  readonly shift: string;
  readonly rolling: string;
}

/**
 * `week`: weeks after the anchor's in which a view of a member lies, k; `isLater`: whether the view lies in a later week
 * of the calendar, however weeks are counted. Columns anchor_day and day (of the view).
 */
export const weeksAfter = ({ shift, rolling }: CalendarParameters) => ({
  week: `CASE WHEN ${rolling}::boolean THEN (day - anchor_day) / 7
              ELSE ${weekOf('day', shift)} - ${weekOf('anchor_day', shift)} END`,
  isLater: `${weekOf('day', shift)} > ${weekOf('anchor_day', shift)}`,
});

/** Counted rows (anchor_week, k, users, viewers, returned, aged, active, last) as {@link CohortActivityRow}s. */
export const summedUp = (counted: string, shift: string): string => `
SELECT (date '1899-12-25' + 7 * anchor_week - ${shift}::integer)::text AS cohort, k,
       sum(users)::integer AS users, sum(viewers)::integer AS viewers, sum(returned)::integer AS returned,
       sum(aged)::integer AS aged, sum(active)::integer AS active, sum(last)::integer AS last
FROM ${counted}
GROUP BY anchor_week, k`;

const ASKED: CalendarParameters = { zone: '$3', shift: '$4', rolling: '$5' };

/**
 * Cohort activity for any time zone, week start, window and title filter, from the raw views of the users in
 * scope. $1 from, $2 until, $3 time zone, $4 days to shift, $5 rolling?, $6 weeks, $7 local date of today,
 * $8 release ids (only when the query has some). Gives rows of {@link CohortActivityRow}.
 */
export function cohortActivityByRows(query: CohortQuery): string {
  const filter = query.releaseIds ? 'AND view.release_id = ANY ($8::uuid[])' : '';
  const { week, isLater } = weeksAfter(ASKED);
  return `
WITH anchored AS (${anchors(query, '$8')}),
member AS (
  SELECT user_id, anchor, anchor_day, ${weekOf('anchor_day', ASKED.shift)} AS anchor_week,
         -- the last week that the user is old enough for
         CASE WHEN $5::boolean THEN ($7::date - anchor_day) / 7 - 1 ELSE 2147483647 END AS last_ended
  FROM (SELECT user_id, anchor, (anchor AT TIME ZONE $3)::date AS anchor_day FROM anchored) AS dated
),
active_week AS (
  SELECT user_id, anchor_week, last_ended, ${week} AS k, bool_or(${isLater}) AS returned
  FROM (
    SELECT member.*, (view.viewed_at AT TIME ZONE $3)::date AS day
    FROM member JOIN view_events AS view USING (user_id)
    WHERE view.viewed_at >= member.anchor ${filter}
  ) AS viewed
  GROUP BY user_id, anchor_week, last_ended, k
),
viewer AS (
  SELECT user_id, anchor_week, least(max(k), last_ended, $6::integer + 1) AS last, bool_or(returned) AS returned
  FROM active_week
  GROUP BY user_id, anchor_week, last_ended
),
counted AS (
  SELECT anchor_week, 0 AS k, count(*) AS users, 0 AS viewers, 0 AS returned, 0 AS aged, 0 AS active, 0 AS last
  FROM member GROUP BY anchor_week
  UNION ALL
  SELECT anchor_week, 0, 0, count(*), count(*) FILTER (WHERE returned), 0, 0, 0
  FROM viewer GROUP BY anchor_week
  UNION ALL
  SELECT anchor_week, least(last_ended, $6), 0, 0, 0, count(*), 0, 0
  FROM member WHERE $5 AND last_ended >= 1 GROUP BY anchor_week, least(last_ended, $6)
  UNION ALL
  SELECT anchor_week, k, 0, 0, 0, 0, count(*), 0
  FROM active_week WHERE k BETWEEN 1 AND least(last_ended, $6) GROUP BY anchor_week, k
  UNION ALL
  SELECT anchor_week, last, 0, 0, 0, 0, 0, count(*)
  FROM viewer WHERE last >= 1 GROUP BY anchor_week, last
)
${summedUp('counted', ASKED.shift)}`;
}

/** The users in scope, each with the anchor: user_id, anchor. $1 from, $2 until; `releases` names their ids. */
export function anchors(query: CohortQuery, releases: string): string {
  if (query.cohortType === 'registration') {
    return `
  SELECT user_id, registered_at AS anchor
  FROM user_activity
  WHERE analysed AND registered_at >= $1 AND registered_at < $2`;
  }
  if (query.releaseIds === null) {
    return `
  SELECT user_id, first_viewed_at AS anchor
  FROM user_activity
  WHERE analysed AND first_viewed_at >= $1 AND first_viewed_at < $2`;
  }
  return `
  SELECT user_id, min(viewed_at) AS anchor
  FROM view_events JOIN user_activity USING (user_id)
  WHERE analysed AND release_id = ANY (${releases}::uuid[])
  GROUP BY user_id
  HAVING min(viewed_at) >= $1 AND min(viewed_at) < $2`;
}
