import fc from 'fast-check';
import { isTimeZone } from '../../src/common/kernel/calendar-date';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { apply, byPeriod, query, step } from '../support/histories';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';
import { compareWithRecount } from '../support/recount';

let postgres: PostgresAnalytics;
beforeAll(async () => (postgres = await openPostgresAnalytics()));
afterAll(() => postgres.close());

describe('rollups', () => {
  it('answer as a recount of raw facts does, after any history and for any question', async () => {
    expect(isTimeZone('Pacific/Kiritimati')).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        fc.array(query, { minLength: 6, maxLength: 6 }),
        async (steps, queries) => {
          await postgres.clear();
          const memory = new InMemoryAnalyticsV2Repository();
          for (const action of steps) {
            expect(await apply(postgres.repository, action)).toEqual(await apply(memory, action));
          }
          const { stored, recounted } = await compareWithRecount(postgres.client);
          expect(stored).toEqual(recounted);
          for (const { today, ...asked } of queries) {
            const answer = await postgres.repository.getCohortActivity(asked, today);
            expect(byPeriod(answer)).toEqual(byPeriod(await memory.getCohortActivity(asked, today)));
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('stay equal to a recount when everything happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        await postgres.clear();
        await Promise.all(steps.map((action) => apply(postgres.repository, action)));
        const { stored, recounted } = await compareWithRecount(postgres.client);
        expect(stored).toEqual(recounted);
        const orphans = await postgres.client.query(
          'SELECT event_id FROM view_events WHERE user_id NOT IN (SELECT user_id FROM user_activity)',
        );
        expect(orphans.rows).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
