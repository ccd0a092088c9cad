import type { ExposedUserMetric, ExposedUserOptions } from '../../../domain/experiments/exposed-user-metrics';
import { exposedUsers, measure, ofEachHalf } from './exposed-users';

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

// In hours: a day of the session's time zone may have 23.
const REACH = `interval '672 hours'`;
const ACTIVE_IN_WEEK_1 = `at >= assigned_at + interval '168 hours' AND at < assigned_at + interval '336 hours'`;

/**
 * What the exposed users of each arm of a test have done: sums of a metric (x) and of its companion (y), as rows of
 * {@link ExposedArmRow}. Parameters: those of `exposedUserValues`, and the quantile to cut at, if asked for.
 */
export function exposedUserMetrics(metric: ExposedUserMetric, options: ExposedUserOptions): string {
  const [x, y] = measuresOf(metric, options);
  const counts = options.covariate
    ? `at >= $3::timestamptz - ${REACH}`
    : `at >= assigned_at AND at >= $3::timestamptz`;
  // Grouped by the user alone, in the order that both sides come in.
  const people = ofEachHalf(
    metric,
    (from) => `
  SELECT min(variant_id COLLATE "C") AS variant_id, ${x} AS x, ${y} AS y
  FROM ${from}
  WHERE ${counts} AND at <= $2
  GROUP BY user_id`,
  );
  return `
WITH arm AS (
  SELECT variant_id, count(*)::integer AS users FROM (${exposedUsers(metric)}) AS exposed GROUP BY variant_id
),
-- Those who did anything, one row a user.
active AS (${people}
),
${options.winsorize === null ? sumsAsTheyAre : sumsCutAt('name' in metric ? '$6' : '$5')}`;
}

function measuresOf(metric: ExposedUserMetric, { covariate }: ExposedUserOptions): [string, string] {
  const after = metric.of === 'retention_week_1' ? ACTIVE_IN_WEEK_1 : 'at >= assigned_at';
  if (metric.of === 'completion') return [measure(metric, after), 'count(completion)::double precision'];
  const before = `at < assigned_at AND at >= assigned_at - ${REACH}`;
  return [measure(metric, after), covariate ? measure(metric, before) : '0::double precision'];
}

/** Whoever did nothing adds nothing, and is only counted. */
const sumsAsTheyAre = `total AS (
  SELECT variant_id, sum(x) AS x, sum(x * x) AS xx, sum(y) AS y, sum(y * y) AS yy, sum(x * y) AS xy
  FROM active
  GROUP BY variant_id
)
SELECT variant_id, users, coalesce(x, 0) AS sum, coalesce(xx, 0) AS sum_of_squares, coalesce(y, 0) AS companion_sum,
       coalesce(yy, 0) AS companion_sum_of_squares, coalesce(xy, 0) AS sum_of_products, NULL AS cut_at
FROM arm LEFT JOIN total USING (variant_id)`;

/** Who did nothing has zeros, and may be cut to less where values are negative. */
const sumsCutAt = (quantile: string) => `crowd AS (
  SELECT sum(users) AS users, ceil(${quantile}::double precision * sum(users))::bigint AS place FROM arm
),
-- Once, not for each person.
cut AS MATERIALIZED (
  SELECT ${valueAt('x')} AS x_at, ${valueAt('y')} AS y_at FROM crowd
),
person AS (
  SELECT variant_id, 1 AS people, x, y FROM active
  UNION ALL
  SELECT variant_id, users - (SELECT count(*) FROM active WHERE active.variant_id = arm.variant_id), 0, 0 FROM arm
)
SELECT variant_id, sum(people)::integer AS users, sum(people * x) AS sum, sum(people * x * x) AS sum_of_squares,
       sum(people * y) AS companion_sum, sum(people * y * y) AS companion_sum_of_squares,
       sum(people * x * y) AS sum_of_products, max(x_at) AS cut_at
FROM (SELECT variant_id, people, least(x, x_at) AS x, least(y, y_at) AS y, x_at FROM person CROSS JOIN cut) AS kept
GROUP BY variant_id`;

/**
 * The quantile: the value at the crowd's place among all users of all arms, the least first. Looked for from the nearer
 * end, as nearly all users lie below it: what lies neither among the positive nor the negative values is zero.
 */
const valueAt = (value: 'x' | 'y') => `coalesce(
    (SELECT ${value} FROM active WHERE ${value} > 0 ORDER BY ${value} DESC OFFSET users - place LIMIT 1),
    (SELECT ${value} FROM active WHERE ${value} < 0 ORDER BY ${value} OFFSET place - 1 LIMIT 1), 0)`;
