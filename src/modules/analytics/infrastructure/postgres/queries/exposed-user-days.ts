import type { ExposedUserMetric } from '../../../domain/experiments/exposed-user-metrics';
import { exposedUsers, ofEachHalf } from './exposed-users';

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
WITH ${isOnce(metric) ? firstTimes(metric, counted) : everyDay(metric)},
added AS (
  SELECT variant_id, ${dayOf(counted)} AS day, count(*) AS users, 0::double precision AS x, 0::double precision AS xx,
         0::double precision AS y, 0::double precision AS yy, 0::double precision AS xy
  FROM (${exposedUsers(metric)}) AS exposed
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
      ? [`min(${counted})`, `at >= assigned_at + interval '168 hours' AND at < ${counted}`]
      : ['min(at)', 'at >= assigned_at'];
  const changes = ofEachHalf(
    metric,
    (from) => `
  SELECT min(variant_id COLLATE "C") AS variant_id, ${dayOf(day)} AS day, 1 AS x, 1 AS xx, 0 AS y, 0 AS yy, 0 AS xy
  FROM ${from}
  WHERE ${condition} AND at >= $3 AND at <= $2
  GROUP BY user_id`,
  );
  return `change AS (${changes}
)`;
}

/**
 * A fact adds v to a user's x, and to x² what (x + v)² is more than x². In the order of the index, so that nothing has to be
 * sorted or gathered by user.
 */
function everyDay(metric: ExposedUserMetric): string {
  const [x, y] = valuesOf(metric);
  const sums = ofEachHalf(
    metric,
    (from) => `
  SELECT variant_id, ${dayOf('at')} AS day, ${x} AS x, sum(${x}) OVER history AS x_now,
         ${y ?? '0'} AS y, ${y ? `sum(${y}) OVER history` : '0'} AS y_now
  FROM ${from}
  WHERE at >= assigned_at AND at >= $3 AND at <= $2
  WINDOW history AS (PARTITION BY user_id ORDER BY at ROWS UNBOUNDED PRECEDING)`,
  );
  return `sums AS (${sums}
),
change AS (
  SELECT variant_id, day, x, x * (2 * x_now - x) AS xx, y, y * (2 * y_now - y) AS yy,
         x_now * y_now - (x_now - x) * (y_now - y) AS xy
  FROM sums
)`;
}

/** What one fact adds to a metric and to its companion, if it has one. */
function valuesOf({ of }: ExposedUserMetric): [string, string | null] {
  switch (of) {
    case 'event_values':
      return ['value', null];
    case 'watch_minutes':
      return ['watch_seconds / 60.0::double precision', null];
    case 'completion':
      return ['coalesce(completion, 0)', '(completion IS NOT NULL)::integer::double precision'];
    case 'views':
    case 'event_users':
    case 'retention_week_1':
      return ['1::double precision', null];
  }
}
