import { addToCells, addToCohorts } from './retention-contribution';

/**
 * Stores new views and moves every rollup with them, in one statement, so that they are right after any
 * crash, retry or late event. Answers which events were new and which users are known.
 *
 * `input` is a query with the columns event_id (each once), user_id, release_id, viewed_at, watch_seconds,
 * completion. Erasure and user changes lock in the same order, or deadlocks come: user_activity first, then
 * the rollups as PostgreSQL runs unreferenced parts of a WITH, the last first, and by key within each.
 */
export const recordViews = (input: string): string => `
WITH input AS (${input}),
-- Locked before anything is inserted: an erasure of the same user comes wholly before or after.
viewer AS (
  SELECT activity.*
  FROM user_activity AS activity
  WHERE activity.user_id IN (SELECT user_id FROM input)
  ORDER BY activity.user_id
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
summary AS (
  SELECT user_id, count(*) AS views, count(completion) AS completion_views,
         coalesce(sum(completion::numeric), 0) AS completion_sum,
         min(viewed_at) AS first_viewed_at, max(viewed_at) AS last_viewed_at,
         utc_week(min(viewed_at)) AS first_week, utc_week(max(viewed_at)) AS last_week
  FROM inserted
  GROUP BY user_id
),
change AS (
  SELECT viewer.user_id, viewer.analysed, viewer.registered_at, utc_week(viewer.registered_at) AS registered_week,
         viewer.weeks AS old_weeks, viewer.first_week AS old_first_week, viewer.last_week AS old_last_week,
         viewer.last_viewed_at AS old_last_viewed_at,
         least(viewer.first_week, summary.first_week) AS first_week,
         greatest(viewer.last_week, summary.last_week) AS last_week,
         least(viewer.first_viewed_at, summary.first_viewed_at) AS first_viewed_at,
         greatest(viewer.last_viewed_at, summary.last_viewed_at) AS last_viewed_at,
         summary.views, summary.completion_views, summary.completion_sum
  FROM viewer JOIN summary USING (user_id)
),
-- Weeks in which a user was not active before, with where that week stands in the user's new bitmap.
gained AS (
  SELECT change.user_id, change.analysed, change.registered_week, change.first_week, active.week,
         set_bit(repeat('0', change.last_week - change.first_week + 1)::varbit, active.week - change.first_week, 1) AS bit
  FROM (SELECT DISTINCT user_id, utc_week(viewed_at) AS week FROM inserted) AS active
  JOIN change USING (user_id)
  WHERE CASE WHEN active.week BETWEEN old_first_week AND old_last_week
             THEN get_bit(old_weeks, active.week - old_first_week) = 0 ELSE true END
),
new_bits AS (
  SELECT user_id, bit_or(bit) AS bits FROM gained GROUP BY user_id
),
updated AS (
  UPDATE user_activity AS activity
  SET first_week = change.first_week,
      last_week = change.last_week,
      weeks = CASE
        WHEN bits IS NULL THEN old_weeks
        WHEN old_weeks IS NULL THEN bits
        ELSE bits | (repeat('0', old_first_week - change.first_week)::varbit || old_weeks
                     || repeat('0', change.last_week - old_last_week)::varbit)
      END,
      first_viewed_at = change.first_viewed_at,
      last_viewed_at = change.last_viewed_at,
      views = activity.views + change.views,
      completion_views = activity.completion_views + change.completion_views,
      completion_sum = activity.completion_sum + change.completion_sum
  FROM change LEFT JOIN new_bits USING (user_id)
  WHERE activity.user_id = change.user_id
),
cohort_delta AS (
  -- the first view at or after the registration
  SELECT 'registration' AS kind, registered_week AS cohort_week, 0 AS users, 1 AS viewers
  FROM change
  WHERE analysed AND last_viewed_at >= registered_at AND (old_last_viewed_at < registered_at) IS NOT FALSE
  UNION ALL
  -- a first view of all, or one that moves the user to an earlier cohort
  SELECT 'first_view', cohort_week, sign, sign
  FROM change CROSS JOIN LATERAL (VALUES (old_first_week, -1), (first_week, 1)) AS moved (cohort_week, sign)
  WHERE analysed AND old_first_week IS DISTINCT FROM first_week AND cohort_week IS NOT NULL
),
cell_delta AS (
  SELECT kind, anchor_week AS cohort_week, week - anchor_week AS k, 1 AS active_users, 0 AS last_users
  FROM gained
  CROSS JOIN LATERAL (VALUES ('registration', registered_week), ('first_view', first_week)) AS anchors (kind, anchor_week)
  WHERE analysed AND week > anchor_week
  UNION ALL
  -- The weeks of a user whose first view moved to an earlier week go from the old cohort to the new one.
  SELECT 'first_view', anchor_week, week - anchor_week, sign, 0
  FROM change
  CROSS JOIN LATERAL generate_series(old_first_week, old_last_week) AS week
  CROSS JOIN LATERAL (VALUES (old_first_week, -1), (first_week, 1)) AS moved (anchor_week, sign)
  WHERE analysed AND first_week < old_first_week AND get_bit(old_weeks, week - old_first_week) = 1
    AND week > anchor_week
  UNION ALL
  SELECT kind, anchor_week, week - anchor_week, 0, sign
  FROM change
  CROSS JOIN LATERAL (VALUES
    ('registration', registered_week, old_last_week, -1), ('registration', registered_week, last_week, 1),
    ('first_view', old_first_week, old_last_week, -1), ('first_view', first_week, last_week, 1)
  ) AS last_active (kind, anchor_week, week, sign)
  WHERE analysed AND week > anchor_week
    AND (old_first_week, old_last_week) IS DISTINCT FROM (first_week, last_week)
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
)
SELECT ARRAY(SELECT event_id FROM inserted) AS inserted, ARRAY(SELECT user_id FROM viewer) AS known_users`;

/** Events of a request: arrays of equal length, `viewed_at` in milliseconds since 1970. */
export const RECORD_VIEWS = {
  name: 'record-views',
  text: recordViews(`
  SELECT event_id, user_id, release_id, to_timestamp(viewed_ms / 1000.0) AS viewed_at, watch_seconds, completion
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
