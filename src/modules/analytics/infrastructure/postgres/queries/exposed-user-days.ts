import type { ExposedUserMetric } from '../../../domain/experiments/exposed-user-metrics';
import { exposedUsers, facts, measure } from './exposed-users';

export interface ExposedArmDayRow {
  variant_id: string;
  day: string;
  users: number;
  sum: number;
  sum_of_squares: number;
  companion_sum: number;
  companion_sum_of_squares: number;
  sum_of_products: number;
}

/**
 * What each UTC day adds to the sums of each arm: rows of {@link ExposedArmDayRow}, by day. Parameters:
 * those of `exposedUserValues`.
 */
export function exposedUserDays(metric: ExposedUserMetric): string {
  const counted = metric.of === 'retention_week_1' ? `(assigned_at + interval '336 hours')` : 'assigned_at';
  return `
WITH exposed AS NOT MATERIALIZED (${exposedUsers(metric)}),
${isOnce(metric) ? firstTimes(metric, counted) : everyDay(metric)},
added AS (
  SELECT variant_id, ${dayOf(counted)} AS day, count(*) AS users, 0::double precision AS x, 0::double precision AS xx,
         0::double precision AS y, 0::double precision AS yy, 0::double precision AS xy
  FROM exposed
  GROUP BY variant_id, day
  UNION ALL
  SELECT variant_id, day, 0, sum(x), sum(xx), sum(y), sum(yy), sum(xy)
  FROM change
  GROUP BY variant_id, day
)
SELECT variant_id, day::text, sum(users)::integer AS users, sum(x) AS sum, sum(xx) AS sum_of_squares,
       sum(y) AS companion_sum, sum(yy) AS companion_sum_of_squares, sum(xy) AS sum_of_products
FROM added
GROUP BY variant_id, day
ORDER BY day`;
}

const dayOf = (instant: string) => `(${instant} AT TIME ZONE 'UTC')::date`;

const isOnce = ({ of }: ExposedUserMetric) => of === 'event_users' || of === 'retention_week_1';

/** A user who has done it once has done it for good: x goes from 0 to 1 on one day. */
function firstTimes(metric: ExposedUserMetric, counted: string): string {
  const [day, condition] =
    metric.of === 'retention_week_1'
      ? [counted, `at >= assigned_at + interval '168 hours' AND at < ${counted}`]
      : ['min(at)', 'at >= assigned_at'];
  return `change AS (
  SELECT variant_id, ${dayOf(day)} AS day, 1 AS x, 1 AS xx, 0 AS y, 0 AS yy, 0 AS xy
  FROM exposed JOIN ${facts(metric)} AS fact USING (user_id)
  WHERE ${condition} AND at >= $3 AND at <= $2
  GROUP BY user_id, variant_id, assigned_at
)`;
}

/** A user's day adds v to x, and to x² what (x + v)² is more than x². */
function everyDay(metric: ExposedUserMetric): string {
  const companion =
    metric.of === 'completion' ? 'count(completion)::double precision' : '0::double precision';
  return `user_day AS (
  SELECT user_id, variant_id, ${dayOf('at')} AS day, ${measure(metric, 'true')} AS x, ${companion} AS y
  FROM exposed JOIN ${facts(metric)} AS fact USING (user_id)
  WHERE at >= assigned_at AND at >= $3 AND at <= $2
  GROUP BY user_id, variant_id, day
),
sums AS (
  SELECT variant_id, day, x, y, sum(x) OVER history AS x_now, sum(y) OVER history AS y_now
  FROM user_day
  WINDOW history AS (PARTITION BY user_id ORDER BY day)
),
change AS (
  SELECT variant_id, day, x, x * (2 * x_now - x) AS xx, y, y * (2 * y_now - y) AS yy,
         x_now * y_now - (x_now - x) * (y_now - y) AS xy
  FROM sums
)`;
}
