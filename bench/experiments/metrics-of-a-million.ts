import { parseArgs } from 'node:util';
import type { ExposedUserMetric } from '../../src/modules/analytics';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { type OpenDatabase, PostgresServer } from '../support/postgres';

/**
 * How long the statement of each metric takes on a test with many users: `npm run bench:experiments --
 * metrics-of-a-million [--users N] [--views N] [--weeks N] [--rounds N]`. The views lie in the last `weeks`, evenly; all
 * users are exposed in the last four, or the last half.
 */

const TEST_ID = '00000000-0000-4000-8000-000000000001';
const DATABASE = 'metrics';
const NOW = new Date('2026-03-01T00:00:00Z');

interface Size {
  readonly users: number;
  readonly views: number;
  readonly weeks: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      users: { type: 'string', default: '1000000' },
      views: { type: 'string', default: '10000000' },
      weeks: { type: 'string', default: '52' },
      rounds: { type: 'string', default: '3' },
    },
    allowPositionals: true,
  });
  const size = { users: Number(values.users), views: Number(values.views), weeks: Number(values.weeks) };
  const server = await PostgresServer.start();
  try {
    await server.create(DATABASE);
    for (const statement of fillWith(size)) await server.run(DATABASE, statement);
    const database = await server.open(DATABASE);
    await measure(database, size, Number(values.rounds)).finally(() => database.close());
  } finally {
    await server.stop();
  }
}

/** Some users watch far more than others; every tenth converts. Indexes are made once the rows are there. */
function fillWith({ users, views, weeks }: Size): string[] {
  const now = `timestamptz '${NOW.toISOString()}'`;
  const days = 7 * weeks;
  const exposureDays = Math.min(28, days / 2);
  const user = (number: string) => `md5('user ' || ${number})::uuid`;
  return [
    'ALTER TABLE view_events DROP CONSTRAINT view_events_pkey',
    'DROP INDEX view_events_user_idx, view_events_release_idx',
    `INSERT INTO view_events (event_id, user_id, release_id, viewed_at, watch_seconds, completion)
     SELECT md5('view ' || number)::uuid, ${user(`(1 + (${users} - 1) * power(random(), 2))::integer`)},
            md5('release ' || (20000 * random())::integer)::uuid,
            ${now} - interval '${days} days' * (1 - number / ${views}.0), (3600 * random())::integer,
            CASE WHEN random() < 0.8 THEN random() END
     FROM generate_series(1, ${views}) AS number`,
    'ALTER TABLE view_events ADD CONSTRAINT view_events_pkey PRIMARY KEY (event_id)',
    `CREATE INDEX view_events_user_idx ON view_events (user_id, viewed_at)
     INCLUDE (release_id, watch_seconds, completion)`,
    `INSERT INTO ab_test_assignments (test_id, user_id, variant_id, assigned_at, multiple_exposures)
     SELECT '${TEST_ID}', ${user('number')}, CASE WHEN number % 2 = 0 THEN 'A' ELSE 'B' END,
            ${now} - interval '${exposureDays} days' * (1 - number / ${users}.0), number % 1000 = 0
     FROM generate_series(1, ${users}) AS number`,
    `INSERT INTO ab_test_events (event_id, test_id, user_id, metric_name, value, occurred_at)
     SELECT md5('event ' || number)::uuid, '${TEST_ID}', ${user('number * 10')}, 'conversion', 1,
            ${now} - interval '1 hour'
     FROM generate_series(1, ${users} / 10) AS number`,
    'VACUUM ANALYZE view_events, ab_test_assignments, ab_test_events',
  ];
}

const METRICS: readonly (readonly [string, ExposedUserMetric])[] = [
  ['conversion_rate', { of: 'event_users', name: 'conversion' }],
  ['conversion', { of: 'event_values', name: 'conversion' }],
  ['views_per_user', { of: 'views' }],
  ['watch_minutes_per_user', { of: 'watch_minutes' }],
  ['completion_rate', { of: 'completion' }],
  ['retention_week_1', { of: 'retention_week_1' }],
];

async function measure({ database }: OpenDatabase, size: Size, rounds: number): Promise<void> {
  const repository = new PostgresAnalyticsV2Repository(database);
  const users = { testId: TEST_ID, until: NOW };
  const { users: people, views, weeks } = size;
  process.stdout.write(
    `${people} exposed users, ${views} views in ${weeks} weeks; the fastest of ${rounds} rounds, in milliseconds\n\n` +
      '| metric | figures | with CUPED | winsorised | by day |\n|---|---|---|---|---|\n',
  );
  for (const [name, metric] of METRICS) {
    const sums = (covariate: boolean, winsorize: number | null) =>
      fastest(rounds, () => repository.getExposedUserMetrics(users, metric, { covariate, winsorize }));
    const isRatio = metric.of === 'completion';
    const isMean = metric.of === 'event_values' || metric.of === 'views' || metric.of === 'watch_minutes';
    const times = [
      await sums(false, null),
      isRatio ? null : await sums(true, null),
      isMean ? await sums(false, 0.99) : null,
      await fastest(1, () => repository.getExposedUserDays(users, metric)),
    ];
    process.stdout.write(`| ${[name, ...times.map((time) => time?.toFixed(0) ?? '–')].join(' | ')} |\n`);
  }
}

async function fastest(rounds: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

void main();
