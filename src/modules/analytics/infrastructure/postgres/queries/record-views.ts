import { addToCells, addToCohorts, cellsOf, cohortsOf } from './retention-contribution';

const zeros = (count: string) => `repeat('0', ${count})::varbit`;

/** A bitmap of weeks `first` … `last` as one of `change.first_week` … `change.last_week`, which are around them. */
const widened = (bitmap: string, first: string, last: string) =>
  `(${zeros(`${first} - first_week`)} || ${bitmap} || ${zeros(`last_week - ${last}`)})`;

/**
 * Stores new views and moves every rollup with them, in one statement, so that they are right after any
 * crash, retry or late event. Answers which events were new and which users are known, or nulls if all were new.
 *
 * `input` is a query with the columns event_id (each once), user_id, release_id, viewed_at, watch_seconds,
 * completion. Erasure and user changes lock in the same order, or deadlocks come: user_activity first, then
 * the rollups as PostgreSQL runs unreferenced parts of a WITH, the last first, and by key within each. What
 * everybody waits for (days, cells, cohorts) thus comes last.
 *
 * The plan of a prepared statement does not know how many events come. So each user is read and joined once, and
 * the columns are carried along: two CTEs of unknown size that are joined again may become a nested loop.
 */
const recordViews = (input: string): string => `
WITH input AS (${input}),
span AS (
  SELECT utc_week(min(viewed_at)) AS first_week,
         ${zeros('utc_week(max(viewed_at)) - utc_week(min(viewed_at)) + 1')} AS no_weeks
  FROM input
),
-- Locked before anything is inserted: an erasure of the same user comes wholly before or after.
viewer AS (
  SELECT user_id, analysed, registered_at, first_viewed_at, last_viewed_at, first_week, last_week, weeks
  FROM user_activity AS activity
  WHERE user_id IN (SELECT user_id FROM input)
  ORDER BY user_id
  FOR NO KEY UPDATE OF activity
),
inserted AS (
  INSERT INTO view_events (event_id, user_id, release_id, viewed_at, watch_seconds, completion)
  SELECT event_id, user_id, input.release_id, viewed_at, watch_seconds, completion
  FROM input JOIN viewer USING (user_id)
  ORDER BY event_id
  ON CONFLICT (event_id) DO NOTHING
  RETURNING *
),
-- One row a user; bit i of "weeks" stands for week span.first_week + i.
summary AS (
  SELECT user_id, count(*) AS views, count(completion) AS completion_views,
         coalesce(sum(completion::numeric), 0) AS completion_sum,
         min(viewed_at) AS first_viewed_at, max(viewed_at) AS last_viewed_at,
         utc_week(min(viewed_at)) AS first_week, utc_week(max(viewed_at)) AS last_week,
         bit_or(set_bit((SELECT no_weeks FROM span), utc_week(viewed_at) - (SELECT first_week FROM span), 1)) AS weeks
  FROM inserted
  GROUP BY user_id
),
change AS (
  SELECT *, coalesce(first_week < old_first_week, false) AS reanchored,
         CASE WHEN old_weeks IS NULL THEN seen_weeks
              ELSE ${widened('old_weeks', 'old_first_week', 'old_last_week')}
                   | ${widened('seen_weeks', 'seen_first_week', 'seen_last_week')}
         END AS weeks
  FROM (
    SELECT user_id, analysed, registered_at, utc_week(registered_at) AS registered_week,
           viewer.weeks AS old_weeks, viewer.first_week AS old_first_week, viewer.last_week AS old_last_week,
           viewer.last_viewed_at AS old_last_viewed_at,
           substring(summary.weeks FROM summary.first_week - (SELECT first_week FROM span) + 1
                                   FOR summary.last_week - summary.first_week + 1) AS seen_weeks,
           summary.first_week AS seen_first_week, summary.last_week AS seen_last_week,
           least(viewer.first_week, summary.first_week) AS first_week,
           greatest(viewer.last_week, summary.last_week) AS last_week,
           least(viewer.first_viewed_at, summary.first_viewed_at) AS first_viewed_at,
           greatest(viewer.last_viewed_at, summary.last_viewed_at) AS last_viewed_at,
           summary.views, completion_views, completion_sum
    FROM viewer JOIN summary USING (user_id)
  ) AS seen
),
-- Weeks in which users were not active before; and the week that was a user's last one and is not any more.
gained AS (
  SELECT registered_week, first_week, week, 1 AS active_users, (week = last_week)::integer AS last_users
  FROM (
    SELECT *, generate_series(seen_first_week, seen_last_week) AS week
    FROM change
    WHERE analysed AND NOT reanchored AND weeks IS DISTINCT FROM old_weeks
  ) AS active
  WHERE get_bit(seen_weeks, week - seen_first_week) = 1
    AND CASE WHEN week BETWEEN old_first_week AND old_last_week
             THEN get_bit(old_weeks, week - old_first_week) = 0 ELSE true END
  UNION ALL
  SELECT registered_week, first_week, old_last_week, 0, -1
  FROM change
  WHERE analysed AND NOT reanchored AND last_week > old_last_week
),
-- Users whose first view moved to an earlier week leave their cohort with all their weeks.
reanchored AS (
  SELECT -1 AS sign, analysed, registered_at, old_last_viewed_at AS last_viewed_at,
         old_first_week AS first_week, old_last_week AS last_week, old_weeks AS weeks
  FROM change WHERE reanchored
  UNION ALL
  SELECT 1, analysed, registered_at, last_viewed_at, first_week, last_week, weeks
  FROM change WHERE reanchored
),
cohort_delta AS (
  -- the first view at or after the registration
  SELECT 'registration' AS kind, registered_week AS cohort_week, 0 AS users, 1 AS viewers
  FROM change
  WHERE analysed AND NOT reanchored
    AND last_viewed_at >= registered_at AND (old_last_viewed_at < registered_at) IS NOT FALSE
  UNION ALL
  SELECT 'first_view', first_week, 1, 1
  FROM change WHERE analysed AND old_first_week IS NULL
  UNION ALL
  ${cohortsOf('reanchored')}
),
cell_delta AS (
  SELECT 'registration' AS kind, registered_week AS cohort_week, week - registered_week AS k, active_users, last_users
  FROM gained WHERE week > registered_week
  UNION ALL
  SELECT 'first_view', first_week, week - first_week, active_users, last_users
  FROM gained WHERE week > first_week
  UNION ALL
  ${cellsOf('reanchored')}
),
cohorts AS (${addToCohorts('SELECT * FROM cohort_delta')}),
cells AS (${addToCells('SELECT * FROM cell_delta')}),
daily AS (
  INSERT INTO release_daily AS stored (release_id, day, views, watch_seconds)
  SELECT release_id, (viewed_at AT TIME ZONE 'UTC')::date AS day, count(*), sum(watch_seconds)
  FROM inserted
  GROUP BY release_id, day
  ORDER BY release_id, day
  ON CONFLICT (release_id, day) DO UPDATE
  SET views = stored.views + excluded.views, watch_seconds = stored.watch_seconds + excluded.watch_seconds
),
updated AS (
  UPDATE user_activity AS activity
  SET first_week = change.first_week,
      last_week = change.last_week,
      weeks = change.weeks,
      first_viewed_at = change.first_viewed_at,
      last_viewed_at = change.last_viewed_at,
      views = activity.views + change.views,
      completion_views = activity.completion_views + change.completion_views,
      completion_sum = activity.completion_sum + change.completion_sum
  FROM change
  WHERE activity.user_id = change.user_id
)
SELECT CASE WHEN some_old THEN ARRAY(SELECT event_id FROM inserted) END AS inserted,
       CASE WHEN some_old THEN ARRAY(SELECT user_id FROM viewer) END AS known_users
FROM (SELECT (SELECT count(*) FROM inserted) < (SELECT count(*) FROM input) AS some_old) AS answer`;

/** Events of a request: arrays of equal length, `viewed_at` in milliseconds since 1970. */
export const RECORD_VIEWS = {
  name: 'record-views',
  text: recordViews(`
  SELECT event_id, user_id, release_id, to_timestamp(viewed_ms / 1000::float8)::timestamptz(3) AS viewed_at, watch_seconds, completion
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::double precision[])
    AS event (event_id, user_id, release_id, viewed_ms, watch_seconds, completion)`),
};

/** Where the events of an import wait for {@link RECORD_INCOMING_VIEWS}; empty again after each commit. */
export const INCOMING_VIEWS = `
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_views (
  event_id uuid, user_id uuid, release_id uuid, viewed_at timestamptz(3), watch_seconds integer,
  completion double precision
) ON COMMIT DELETE ROWS`;

export const RECORD_INCOMING_VIEWS = recordViews(`
  SELECT event_id, user_id, release_id, viewed_at, watch_seconds, completion
  FROM incoming_views`);

/** When a stored event took place. */
export const FIND_VIEW_TIME = {
  name: 'find-view-time',
  text: `SELECT viewed_at FROM view_events WHERE event_id = $1`,
};

/** The stored bodies of events that were not new, to tell repeats from conflicts. */
export const FIND_VIEWS = {
  name: 'find-views',
  text: `
SELECT event_id, user_id, release_id, viewed_at, watch_seconds, completion
FROM view_events
WHERE event_id = ANY ($1::uuid[])`,
};
