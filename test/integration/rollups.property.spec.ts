import fc from 'fast-check';
import { isTimeZone } from '../../src/common/kernel/calendar-date';
import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import { COHORT_TYPES, RETENTION_WINDOWS } from '../../src/modules/analytics/domain/retention/cohort-query';
import type { CohortActivity } from '../../src/modules/analytics/domain/retention/cohort-activity';
import { eventId, releaseId, userId } from '../factories/ids';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';
import { compareWithRecount } from '../support/recount';

let postgres: PostgresAnalytics;
beforeAll(async () => (postgres = await openPostgresAnalytics()));
afterAll(() => postgres.close());

const USERS = 4;
/** Ten weeks over a year with 53 ISO weeks and both of its neighbours' DST changes are far; zones bring those. */
const FROM = Date.UTC(2020, 9, 12);
const UNTIL = Date.UTC(2021, 3, 5);

/** Crowded around Monday 00:00 UTC, where an error of an hour, a minute or a millisecond shows. */
const instant = fc.oneof(
  fc.integer({ min: FROM, max: UNTIL - 1 }).map((time) => new Date(time)),
  fc
    .tuple(fc.integer({ min: 0, max: 24 }), fc.constantFrom(-43_200_000, -19_800_000, -1, 0, 1, 10_800_000))
    .map(([week, offset]) => new Date(FROM + week * 604_800_000 + offset)),
);

const view: fc.Arbitrary<ViewEvent> = fc.record({
  eventId: fc.integer({ min: 1, max: 25 }).map(eventId),
  userId: fc.integer({ min: 1, max: USERS }).map(userId),
  releaseId: fc.integer({ min: 1, max: 3 }).map(releaseId),
  viewedAt: instant,
  watchSeconds: fc.integer({ min: 0, max: 86_400 }),
  completion: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('record' as const), views: fc.array(view, { maxLength: 8 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      id: fc.integer({ min: 1, max: USERS }).map(userId),
      registeredAt: instant,
      analysed: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('erase' as const),
      id: fc.integer({ min: 1, max: USERS }).map(userId),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const query = fc
  .record({
    cohortType: fc.constantFrom(...COHORT_TYPES),
    range: fc.tuple(instant, instant),
    wholeWeeks: fc.boolean(),
    weeks: fc.integer({ min: 0, max: 12 }),
    window: fc.constantFrom(...RETENTION_WINDOWS),
    timezone: fc.constantFrom(
      'UTC',
      'UTC',
      'Asia/Kolkata',
      'America/New_York',
      'Pacific/Kiritimati',
      'Europe/Berlin',
    ),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    releaseIds: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 3 }).map(releaseId), { maxLength: 2 })),
    today: fc.constantFrom('2020-11-20', '2021-01-04', '2021-05-01'),
  })
  .map(({ range, wholeWeeks, ...rest }) => {
    const [a, b] = range.map((date) => date.getTime()).sort((x, y) => x - y) as [number, number];
    const snap = (time: number) =>
      wholeWeeks ? FROM + Math.floor((time - FROM) / 604_800_000) * 604_800_000 : time;
    return { ...rest, from: new Date(snap(a)), until: new Date(snap(b)) };
  });

async function apply(
  repository: InMemoryAnalyticsV2Repository | PostgresAnalytics['repository'],
  action: Step,
) {
  switch (action.do) {
    case 'record':
      return repository.recordViews(action.views);
    case 'save':
      return repository.saveUsers([action]);
    case 'erase':
      return repository.eraseUser(action.id);
  }
}

const byPeriod = (activity: CohortActivity[]) =>
  [...activity].sort((a, b) => a.periodStart.localeCompare(b.periodStart));

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
