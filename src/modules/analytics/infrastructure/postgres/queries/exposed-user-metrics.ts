import type { ExposedUserMetric, ExposedUserOptions } from '../../../domain/experiments/exposed-user-metrics';
import { exposedUsers, facts, measure } from './exposed-users';

export interface ExposedArmRow {
  variant_id: string;
  users: number;
  sum: number;
  sum_of_squares: number;
  companion_sum: number;
  companion_sum_of_squares: number;
  sum_of_products: number;
  /** Null: nothing was cut. */
  cut_at: number | null;
}

const ACTIVE_IN_WEEK_1 = `at >= assigned_at + interval '168 hours' AND at < assigned_at + interval '336 hours'`;

/**
 * What the exposed users of each arm of a test have done: sums of a metric (x) and of its companion (y), as rows of
 * {@link ExposedArmRow}. Parameters: those of `exposedUserValues`, and the quantile to cut at, if asked for.
 */
export function exposedUserMetrics(metric: ExposedUserMetric, options: ExposedUserOptions): string {
  const [x, y] = measuresOf(metric, options);
  // In hours: a day of the session's time zone may have 23.
  const reach = options.covariate ? `- interval '672 hours'` : '';
  return `
WITH exposed AS NOT MATERIALIZED (${exposedUsers(metric)}),
-- Those who did anything that counts, one row a user. Grouped by the user alone, in the order that both sides come in.
active AS (
  SELECT user_id, min(variant_id COLLATE "C") AS variant_id, ${x} AS x, ${y} AS y
  FROM exposed JOIN ${facts(metric)} AS fact USING (user_id)
  WHERE at >= assigned_at ${reach} AND at >= $3::timestamptz ${reach} AND at <= $2
  GROUP BY user_id
),
${options.winsorize === null ? sumsAsTheyAre : sumsCutAt('name' in metric ? '$5' : '$4', options.covariate)}`;
}

function measuresOf(metric: ExposedUserMetric, { covariate }: ExposedUserOptions): [string, string] {
  const after = metric.of === 'retention_week_1' ? ACTIVE_IN_WEEK_1 : 'at >= assigned_at';
  if (metric.of === 'completion') return [measure(metric, after), 'count(completion)::double precision'];
  return [measure(metric, after), covariate ? measure(metric, 'at < assigned_at') : '0::double precision'];
}

const SUMS = `sum(x) AS sum, sum(x * x) AS sum_of_squares, sum(y) AS companion_sum,
         sum(y * y) AS companion_sum_of_squares, sum(x * y) AS sum_of_products`;

/** Whoever did nothing adds nothing, and is only counted. */
const sumsAsTheyAre = `arm AS (
  SELECT variant_id, count(*)::integer AS users FROM exposed GROUP BY variant_id
),
total AS (
  SELECT variant_id, ${SUMS}
  FROM active
  GROUP BY variant_id
)
SELECT variant_id, users, coalesce(sum, 0) AS sum, coalesce(sum_of_squares, 0) AS sum_of_squares,
       coalesce(companion_sum, 0) AS companion_sum, coalesce(companion_sum_of_squares, 0) AS companion_sum_of_squares,
       coalesce(sum_of_products, 0) AS sum_of_products, NULL AS cut_at
FROM arm LEFT JOIN total USING (variant_id)`;

/** The quantile is one of all users of all arms: those who did nothing are part of it. */
const sumsCutAt = (quantile: string, covariate: boolean) => `person AS (
  SELECT exposed.variant_id, coalesce(x, 0) AS x, coalesce(y, 0) AS y
  FROM exposed LEFT JOIN active USING (user_id)
),
cut AS (
  SELECT percentile_disc(${quantile}) WITHIN GROUP (ORDER BY x) AS x_at,
         ${covariate ? `percentile_disc(${quantile}) WITHIN GROUP (ORDER BY y)` : 'NULL::double precision'} AS y_at
  FROM person
)
SELECT variant_id, count(*)::integer AS users, ${SUMS}, max(x_at) AS cut_at
FROM (SELECT variant_id, least(x, x_at) AS x, least(y, y_at) AS y, x_at FROM person CROSS JOIN cut) AS kept
GROUP BY variant_id`;
