import { addToCells, addToCohorts, cellsOf, cohortsOf } from './retention-contribution';

/**
 * Makes or changes the activity rows of users whose registration date or role was set, and moves them
 * between cohorts. $1 ids (each once), $2 whether analysed, $3 registration in milliseconds since 1970.
 */
export const SAVE_USERS = {
  name: 'save-user-activity',
  text: `
WITH input AS (
  SELECT user_id, analysed, to_timestamp(registered_ms / 1000.0)::timestamptz(3) AS registered_at
  FROM unnest($1::uuid[], $2::boolean[], $3::bigint[]) AS input (user_id, analysed, registered_ms)
),
before AS (
  SELECT activity.*
  FROM user_activity AS activity
  WHERE activity.user_id IN (SELECT user_id FROM input)
  ORDER BY activity.user_id
  FOR NO KEY UPDATE OF activity
),
updated AS (
  UPDATE user_activity AS activity
  SET analysed = input.analysed, registered_at = input.registered_at
  FROM input JOIN before USING (user_id)
  WHERE activity.user_id = input.user_id
),
-- Fails when somebody else has just made the same user: what was counted from "before" would be wrong.
inserted AS (
  INSERT INTO user_activity (user_id, analysed, registered_at)
  SELECT user_id, analysed, registered_at
  FROM input
  WHERE user_id NOT IN (SELECT user_id FROM before)
  ORDER BY user_id
),
states AS (
  SELECT -1 AS sign, analysed, registered_at, last_viewed_at, first_week, last_week, weeks FROM before
  UNION ALL
  SELECT 1, input.analysed, input.registered_at, last_viewed_at, first_week, last_week, weeks
  FROM input LEFT JOIN before USING (user_id)
),
cohorts AS (${addToCohorts(cohortsOf('states'))}),
cells AS (${addToCells(cellsOf('states'))})
SELECT count(*)::integer AS users FROM input`,
};

/** Waits for running ingests of the user, so that the next statement sees all they stored. */
export const LOCK_USER = {
  name: 'lock-user-activity',
  text: `SELECT user_id FROM user_activity WHERE user_id = $1 FOR UPDATE`,
};

/**
 * Removes a user's views and takes them back from every rollup; runs after {@link LOCK_USER}.
 * Answers the days of releases that are left without views.
 */
export const ERASE_USER = {
  name: 'erase-user-activity',
  text: `
WITH state AS (
  DELETE FROM user_activity WHERE user_id = $1
  RETURNING -1 AS sign, analysed, registered_at, last_viewed_at, first_week, last_week, weeks
),
views AS (
  DELETE FROM view_events WHERE user_id = $1
  RETURNING release_id, viewed_at, watch_seconds
),
cohorts AS (${addToCohorts(cohortsOf('state'))}),
cells AS (${addToCells(cellsOf('state'))}),
daily AS (
  INSERT INTO release_daily AS stored (release_id, day, views, watch_seconds)
  SELECT release_id, (viewed_at AT TIME ZONE 'UTC')::date AS day, -count(*), -sum(watch_seconds)
  FROM views
  GROUP BY release_id, day
  ORDER BY release_id, day
  ON CONFLICT (release_id, day) DO UPDATE
  SET views = stored.views + excluded.views, watch_seconds = stored.watch_seconds + excluded.watch_seconds
  RETURNING release_id, day, views
)
SELECT ARRAY(SELECT release_id FROM daily WHERE views = 0) AS release_ids,
       ARRAY(SELECT day::text FROM daily WHERE views = 0) AS days`,
};

/** A count of nought would still tell that somebody was there. $1 release ids, $2 their days. */
export const DROP_EMPTY_DAYS = {
  name: 'drop-empty-days',
  text: `
DELETE FROM release_daily
USING unnest($1::uuid[], $2::date[]) AS empty (release_id, day)
WHERE release_daily.release_id = empty.release_id AND release_daily.day = empty.day AND views = 0`,
};

export const DROP_EMPTY_CELLS = {
  name: 'drop-empty-cells',
  text: `DELETE FROM retention_cells WHERE active_users = 0`,
};

export const DROP_EMPTY_COHORTS = {
  name: 'drop-empty-cohorts',
  text: `DELETE FROM retention_cohorts WHERE users = 0`,
};
