import type { CalendarDate } from '../../src/common/kernel/calendar-date';
import type { CohortQuery } from '../../src/modules/analytics/domain/retention/cohort-query';

const DAY_US = 86_400_000_000;
/** From a Monday or Sunday to 1970-01-01, a Thursday, in days. */
const DAYS_TO_EPOCH = { monday: 3, sunday: 4 };

/**
 * The answer to a cohort query from raw views, as short as DuckDB can have it: rows (cohort, k, users) with the
 * size of each cohort at k = 0 and its active users in weeks 1 to `weeks`. Cohorts are numbered weeks.
 */
export function retentionInDuckDb(query: CohortQuery, today: CalendarDate): string {
  return `
WITH ${member(query, today)}
SELECT cohort, 0 AS k, count(*) AS users FROM member GROUP BY cohort
UNION ALL
SELECT cohort, k, count(DISTINCT user_id)
FROM (SELECT cohort, user_id, last_ended, ${weekOf(query)} AS k FROM ${viewed(query)})
WHERE k BETWEEN 1 AND least(last_ended, ${query.weeks})
GROUP BY cohort, k`;
}

/**
 * Everything that our port answers, to compare with: rows (cohort, k, users, viewers, returned, eligible, active,
 * active_or_later) for k = 1 to `weeks`, or one with k = 0 where `weeks` is 0.
 */
export function cohortActivityInDuckDb(query: CohortQuery, today: CalendarDate): string {
  return `
WITH ${member(query, today)},
active_week AS (
  SELECT user_id, ${weekOf(query)} AS k, bool_or(${weekNumber('viewed_at', query)} > cohort) AS returned
  FROM ${viewed(query)}
  GROUP BY user_id, k
),
history AS (
  SELECT user_id, any_value(cohort) AS cohort, any_value(last_ended) AS last_ended, count(k) > 0 AS viewer,
         coalesce(bool_or(returned), false) AS returned, max(k) AS last, list(k) AS active
  FROM member LEFT JOIN active_week USING (user_id)
  GROUP BY user_id
)
SELECT cohort, k, count(*) AS users, count(*) FILTER (viewer) AS viewers, count(*) FILTER (returned) AS returned,
       count(*) FILTER (last_ended >= k) AS eligible,
       count(*) FILTER (last_ended >= k AND list_contains(active, k)) AS active,
       count(*) FILTER (last_ended >= k AND last >= k) AS active_or_later
FROM history CROSS JOIN (SELECT unnest(range(least(1, ${query.weeks}), ${query.weeks} + 1)) AS k)
GROUP BY cohort, k
ORDER BY cohort, k`;
}

/** Days from 1970-01-01 to the first day of a numbered week. */
export function firstDayOf(week: number, query: CohortQuery): number {
  return 7 * week - DAYS_TO_EPOCH[query.weekStart];
}

function member(query: CohortQuery, today: CalendarDate): string {
  const age = `(epoch_us(TIMESTAMPTZ '${today} 00:00:00+00') // ${DAY_US} - ${dayNumber('anchor', query)})`;
  return `member AS (
  SELECT user_id, anchor, ${weekNumber('anchor', query)} AS cohort,
         ${query.window === 'rolling' ? `${age} // 7 - 1` : '2147483647'} AS last_ended
  FROM (${anchors(query)})
  WHERE anchor >= TIMESTAMPTZ '${query.from.toISOString()}' AND anchor < TIMESTAMPTZ '${query.until.toISOString()}'
)`;
}

function anchors(query: CohortQuery): string {
  if (query.cohortType === 'registration') {
    return 'SELECT user_id, registered_at AS anchor FROM users WHERE analysed';
  }
  return `
    SELECT user_id, min(viewed_at) AS anchor
    FROM views
    WHERE user_id IN (SELECT user_id FROM users WHERE analysed) AND ${isCounted(query)}
    GROUP BY user_id`;
}

const viewed = (query: CohortQuery) =>
  `member JOIN views USING (user_id) WHERE viewed_at >= anchor AND ${isCounted(query)}`;

function isCounted({ releaseIds }: CohortQuery): string {
  if (releaseIds === null) return 'true';
  return `release_id IN (SELECT unnest(['${releaseIds.join("', '")}']::UUID[]))`;
}

/** Number of the week after the anchor's that a view is in. */
function weekOf(query: CohortQuery): string {
  if (query.window === 'calendar') return `${weekNumber('viewed_at', query)} - cohort`;
  return `(${dayNumber('viewed_at', query)} - ${dayNumber('anchor', query)}) // 7`;
}

const dayNumber = (instant: string, query: CohortQuery) =>
  `(${localMicroseconds(instant, query)} // ${DAY_US})`;

const weekNumber = (instant: string, query: CohortQuery) =>
  `((${localMicroseconds(instant, query)} + ${DAYS_TO_EPOCH[query.weekStart] * DAY_US}) // ${7 * DAY_US})`;

/** What a clock in the zone shows, in microseconds since it showed 1970; without a conversion for UTC. */
function localMicroseconds(instant: string, { timezone }: CohortQuery): string {
  return timezone === 'UTC' ? `epoch_us(${instant})` : `epoch_us(timezone('${timezone}', ${instant}))`;
}
