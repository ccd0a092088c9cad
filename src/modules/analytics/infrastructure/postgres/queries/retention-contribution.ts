/**
 * What single users add to the retention rollups, as SQL fragments.
 *
 * `states` names a relation with one row a user and the columns
 * `sign` (+1 adds, -1 takes back), `analysed`, `registered_at`, `last_viewed_at`, `first_week`, `last_week`, `weeks`.
 * Both anchors are served: `registration` and `first_view`. Weeks are numbered by `utc_week`.
 */

/** Rows (kind, cohort_week, users, viewers): each user once under each anchor it has. */
export const cohortsOf = (states: string): string => `
  SELECT 'registration' AS kind, utc_week(registered_at) AS cohort_week, sign AS users,
         CASE WHEN last_viewed_at >= registered_at THEN sign ELSE 0 END AS viewers
  FROM ${states} WHERE analysed
  UNION ALL
  SELECT 'first_view', first_week, sign, sign
  FROM ${states} WHERE analysed AND first_week IS NOT NULL`;

/**
 * Rows (kind, cohort_week, k, active_users, last_users): one for each week k = 1, 2, … after the anchor's in
 * which the user was active; `last_users` marks the last of them, so that the sum of `last_users` from k on
 * counts the users who were active in week k or later.
 */
export const cellsOf = (states: string): string => `
  SELECT kind, anchor_week AS cohort_week, week - anchor_week AS k, sign AS active_users,
         CASE WHEN week = last_week THEN sign ELSE 0 END AS last_users
  FROM ${states} AS state
  CROSS JOIN LATERAL (VALUES ('registration', utc_week(registered_at)), ('first_view', first_week))
    AS anchors (kind, anchor_week)
  CROSS JOIN LATERAL generate_series(greatest(first_week, anchor_week + 1), last_week) AS week
  WHERE analysed AND get_bit(weeks, week - first_week) = 1`;

/** Adds rows of {@link cohortsOf}; in key order, as every writer of the rollups does, or deadlocks come. */
export const addToCohorts = (rows: string): string => `
  INSERT INTO retention_cohorts AS stored (kind, cohort_week, users, viewers)
  SELECT kind, cohort_week, sum(users), sum(viewers)
  FROM (${rows}) AS delta
  GROUP BY kind, cohort_week
  HAVING sum(users) <> 0 OR sum(viewers) <> 0
  ORDER BY kind, cohort_week
  ON CONFLICT (kind, cohort_week) DO UPDATE
  SET users = stored.users + excluded.users, viewers = stored.viewers + excluded.viewers`;

/** Adds rows of {@link cellsOf}, likewise. */
export const addToCells = (rows: string): string => `
  INSERT INTO retention_cells AS stored (kind, cohort_week, k, active_users, last_users)
  SELECT kind, cohort_week, k, sum(active_users), sum(last_users)
  FROM (${rows}) AS delta
  GROUP BY kind, cohort_week, k
  HAVING sum(active_users) <> 0 OR sum(last_users) <> 0
  ORDER BY kind, cohort_week, k
  ON CONFLICT (kind, cohort_week, k) DO UPDATE
  SET active_users = stored.active_users + excluded.active_users,
      last_users = stored.last_users + excluded.last_users`;
