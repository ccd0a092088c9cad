import fc from 'fast-check';
import { exposedUsersContract, someMetric, someTestData, TEST_ID } from '../contracts/exposed-users.contract';
import { userId } from '../factories/ids';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import type { KnownExposure, KnownTestEvent } from '../fakes/recount-exposed';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

describe('exposed users in memory', () => {
  exposedUsersContract(() => {
    const repository = new InMemoryAnalyticsV2Repository();
    const addTestData = repository.addTestData.bind(repository);
    return Promise.resolve({ repository, addTestData });
  });
});

describe('exposed users on PostgreSQL', () => {
  let postgres: PostgresAnalytics;
  beforeAll(async () => (postgres = await openPostgresAnalytics()));
  afterAll(() => postgres.close());

  const addTestData = async (exposures: readonly KnownExposure[], events: readonly KnownTestEvent[]) => {
    await postgres.client.query(
      `INSERT INTO ab_test_assignments (test_id, user_id, variant_id, assigned_at, multiple_exposures)
       SELECT "testId", "userId", "variantId", "assignedAt", multiple
       FROM jsonb_to_recordset($1) AS given ("testId" uuid, "userId" uuid, "variantId" text,
                                             "assignedAt" timestamptz, multiple boolean)`,
      [JSON.stringify(exposures)],
    );
    await postgres.client.query(
      `INSERT INTO ab_test_events (event_id, test_id, user_id, metric_name, value, occurred_at)
       SELECT "eventId", "testId", "userId", "metricName", value, "occurredAt"
       FROM jsonb_to_recordset($1) AS given ("eventId" uuid, "testId" uuid, "userId" uuid, "metricName" text,
                                             value double precision, "occurredAt" timestamptz)`,
      [JSON.stringify(events)],
    );
  };
  const clear = async () => {
    await postgres.clear();
    await postgres.client.query('TRUNCATE ab_test_assignments, ab_test_events');
  };

  exposedUsersContract(async () => {
    await clear();
    return { repository: postgres.repository, addTestData };
  });

  it('is counted as it is user by user, whatever has happened', async () => {
    const users = [1, 2, 3, 4, 5, 6].map((number) => ({
      id: userId(number),
      registeredAt: new Date('2025-06-01T00:00:00Z'),
      analysed: true,
    }));
    const asked = fc.record({
      metric: someMetric,
      covariate: fc.boolean(),
      winsorize: fc.option(fc.constantFrom(0.5, 0.75, 0.9, 0.99)),
      until: fc.constantFrom('2026-01-20T12:00:00Z', '2026-02-01T12:00:00Z').map((text) => new Date(text)),
    });
    await fc.assert(
      fc.asyncProperty(
        someTestData,
        fc.array(asked, { minLength: 3, maxLength: 6 }),
        async (data, questions) => {
          await clear();
          const memory = new InMemoryAnalyticsV2Repository();
          for (const repository of [memory, postgres.repository]) {
            await repository.saveUsers(users);
            await repository.recordViews(data.views);
          }
          await memory.addTestData(data.exposures, data.events);
          await addTestData(data.exposures, data.events);
          for (const { metric, until, ...given } of questions) {
            const isMean = ['event_values', 'views', 'watch_minutes'].includes(metric.of);
            const options = {
              covariate: given.covariate && metric.of !== 'completion',
              winsorize: isMean ? given.winsorize : null,
            };
            const [ours, theirs] = await Promise.all(
              [postgres.repository, memory].map((repository) =>
                repository.getExposedUserMetrics({ testId: TEST_ID, until }, metric, options),
              ),
            );
            expect(sorted(ours!.arms)).toEqual(sorted(theirs!.arms));
            expect(ours!.limit).toEqual(theirs!.limit);
            const [days, recounted] = await Promise.all(
              [postgres.repository, memory].map((repository) =>
                repository.getExposedUserDays({ testId: TEST_ID, until }, metric),
              ),
            );
            const telling = days!.filter(
              ({ users: n, sumOfSquares, companion }) => n || sumOfSquares || companion?.sum,
            );
            expect(sorted(telling)).toEqual(sorted(recounted!));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** All values are multiples of 1/4 and their squares exact; what adds up to 0 is neither above nor below it. */
function sorted<Arm extends { variantId: string; day?: string }>(arms: readonly Arm[]): Arm[] {
  const keyOf = ({ day = '', variantId }: Arm) => day + variantId;
  return arms
    .map((arm) => JSON.parse(JSON.stringify(arm)) as Arm)
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}
