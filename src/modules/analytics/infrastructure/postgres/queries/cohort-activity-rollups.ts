import { cellsOf, cohortsOf } from './retention-contribution';
import type { CohortType } from '../../../domain/retention/cohort-query';

/** One row a cohort with k = 0 (users, viewers, returned), and one for each k with somebody in it. */
export interface CohortActivityRow {
  /** `YYYY-MM-DD`, first day of the cohort's week */
  cohort: string;
  k: number;
  users: number;
  viewers: number;
  returned: number;
  /** users old enough for week k but not for k + 1; rolling windows only */
  aged: number;
  /** users active in week k */
  active: number;
  /** users whose last active week is k; weeks behind the asked ones are counted as one more */
  last: number;
}

const answer = `
SELECT (date '1900-01-01' + 7 * cohort_week)::text AS cohort, 0 AS k, users::integer, viewers::integer,
       coalesce((SELECT sum(last_users) FROM cell WHERE cell.cohort_week = cohort.cohort_week), 0)::integer AS returned,
       0 AS aged, 0 AS active, 0 AS last
FROM cohort
WHERE users > 0
UNION ALL
SELECT (date '1900-01-01' + 7 * cohort_week)::text, least(k, $4 + 1), 0, 0, 0, 0,
       sum(active_users)::integer, sum(last_users)::integer
FROM cell
GROUP BY cohort_week, least(k, $4 + 1)`;

/** Whole UTC weeks from Monday: $1 kind, $2 first week, $3 week after the last, $4 weeks asked. */
export const COHORT_ACTIVITY_BY_WHOLE_WEEKS = {
  name: 'cohort-activity-by-whole-weeks',
  text: `
WITH cohort AS (
  SELECT cohort_week, users, viewers
  FROM retention_cohorts
  WHERE kind = $1 AND cohort_week >= $2 AND cohort_week < $3
),
cell AS (
  SELECT cohort_week, k, active_users, last_users
  FROM retention_cells
  WHERE kind = $1 AND cohort_week >= $2 AND cohort_week < $3 AND active_users > 0
)
${answer}`,
};

/**
 * A range that cuts weeks: whole weeks from the cube, the users of the cut ones from their bitmaps.
 * $1…$4 as above; the cut parts are [$5, $6) and [$7, $8).
 */
export const cohortActivityByCutWeeks = (kind: CohortType) => {
  const anchor = kind === 'registration' ? 'registered_at' : 'first_viewed_at';
  return {
    name: `cohort-activity-by-cut-weeks-${kind}`,
    text: `
WITH edge AS (
  SELECT 1 AS sign, analysed, registered_at, last_viewed_at, first_week, last_week, weeks
  FROM user_activity
  WHERE analysed AND (${anchor} >= $5 AND ${anchor} < $6 OR ${anchor} >= $7 AND ${anchor} < $8)
),
cohort AS (
  SELECT cohort_week, users, viewers
  FROM retention_cohorts
  WHERE kind = $1 AND cohort_week >= $2 AND cohort_week < $3
  UNION ALL
  SELECT cohort_week, sum(users), sum(viewers)
  FROM (${cohortsOf('edge')}) AS single
  WHERE kind = $1
  GROUP BY cohort_week
),
cell AS (
  SELECT cohort_week, k, active_users, last_users
  FROM retention_cells
  WHERE kind = $1 AND cohort_week >= $2 AND cohort_week < $3 AND active_users > 0
  UNION ALL
  SELECT cohort_week, k, sum(active_users), sum(last_users)
  FROM (${cellsOf('edge')}) AS single
  WHERE kind = $1
  GROUP BY cohort_week, k
)
${answer}`,
  };
};
