import type { ExposedUserMetric, ExposedUsers } from '../../../domain/experiments/exposed-user-metrics';

/**
 * When the first user of a test ($1) was exposed, and the user in the middle of all by id. The statements take both as
 * parameters, since what they are decides how they are best run: nothing before the first exposure can count, and each
 * half of the users can be read by a process of its own.
 */
export const TEST_EXTENT = {
  name: 'test-extent',
  text: `
WITH test AS (SELECT min(assigned_at) AS first, count(*) AS users FROM ab_test_assignments WHERE test_id = $1)
SELECT first, (SELECT user_id FROM ab_test_assignments WHERE test_id = $1
               ORDER BY user_id OFFSET (SELECT users / 2 FROM test) LIMIT 1) AS middle
FROM test`,
};

/** A row of {@link TEST_EXTENT}; nulls: nobody was exposed. */
export interface TestExtentRow {
  first: Date | null;
  middle: string | null;
}

/**
 * The statements' first parameters: $1 test, $2 until, $3 first exposure, $4 the user in the middle; and $5 the events'
 * name, if there is one.
 */
export function exposedUserValues(
  { testId, until }: ExposedUsers,
  { first, middle }: TestExtentRow,
  metric: ExposedUserMetric,
): unknown[] {
  return [testId, until, first, middle, ...('name' in metric ? [metric.name] : [])];
}

/**
 * The users that a metric counts: user_id, variant_id, assigned_at. Reads, as the other statements on exposed users
 * do and none besides, tables of the experiments.
 */
export const exposedUsers = ({ of }: ExposedUserMetric): string => `
  SELECT user_id, variant_id, assigned_at
  FROM ab_test_assignments
  WHERE test_id = $1 AND assigned_at <= $2::timestamptz ${of === 'retention_week_1' ? `- interval '336 hours'` : ''}
    AND NOT multiple_exposures`;

/**
 * What `read` selects from, for either half of the users: those that a metric counts with what they did, in the order of
 * users, as both lie in indexes. Two processes can run one statement of two halves.
 */
export function ofEachHalf(metric: ExposedUserMetric, read: (from: string) => string): string {
  return ['user_id < $4', 'user_id >= $4']
    .map((half) =>
      read(`
    (${exposedUsers(metric)} AND ${half}) AS exposed
    JOIN (${facts(metric)} AND ${half}) AS fact USING (user_id)`),
    )
    .join('\n  UNION ALL');
}

/** What users did: user_id, "at", and what the metric adds up. */
function facts(metric: ExposedUserMetric): string {
  return 'name' in metric
    ? `SELECT user_id, occurred_at AS at, value FROM ab_test_events WHERE test_id = $1 AND metric_name = $5`
    : `SELECT user_id, viewed_at AS at, watch_seconds, completion FROM view_events WHERE true`;
}

/** A user's metric over those of the user's facts that `condition` names. */
export function measure({ of }: ExposedUserMetric, condition: string): string {
  const filter = `FILTER (WHERE ${condition})`;
  switch (of) {
    case 'event_users':
    case 'retention_week_1':
      return `least(1, count(*) ${filter})::double precision`;
    case 'event_values':
      return `coalesce(sum(value) ${filter}, 0)`;
    case 'views':
      return `(count(*) ${filter})::double precision`;
    case 'watch_minutes':
      return `coalesce(sum(watch_seconds) ${filter}, 0) / 60.0::double precision`;
    case 'completion':
      return `coalesce(sum(completion) ${filter}, 0)`;
  }
}
