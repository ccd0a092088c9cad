import fc from 'fast-check';
import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import type { ViewerHistory } from '../../src/modules/analytics/domain/viewers/viewer-history';
import { eventId, releaseId, userId } from '../factories/ids';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

let postgres: PostgresAnalytics;
beforeAll(async () => (postgres = await openPostgresAnalytics()));
afterAll(() => postgres.close());

const USERS = 2;
/** Three days around the end of summer time in Berlin, New York and on Lord Howe Island, whose clock moves by half an hour. */
const CHANGES = [Date.UTC(2025, 9, 26), Date.UTC(2025, 10, 2), Date.UTC(2026, 3, 4), Date.UTC(2026, 2, 29)];
const NOW = new Date('2026-04-10T12:00:00Z');

const instant = fc
  .tuple(
    fc.constantFrom(...CHANGES),
    fc.integer({ min: -36, max: 36 }),
    fc.integer({ min: 0, max: 3_599_999 }),
  )
  .map(([change, hours, rest]) => new Date(change + hours * 3_600_000 + rest));

const view: fc.Arbitrary<ViewEvent> = fc.record({
  eventId: fc.integer({ min: 1, max: 40 }).map(eventId),
  userId: fc.integer({ min: 1, max: USERS }).map(userId),
  releaseId: fc.integer({ min: 1, max: 4 }).map(releaseId),
  viewedAt: instant,
  watchSeconds: fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.integer({ min: 0, max: 86_400 })),
  completion: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

/** In any order of time, with repeated and conflicting ids; now and then somebody is erased and begins anew. */
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.array(view, { minLength: 1, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: USERS }).map(userId) },
  ),
  { minLength: 1, maxLength: 8 },
);
const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
);

type Repository = InMemoryAnalyticsV2Repository | PostgresAnalytics['repository'];

async function play(repository: Repository, history: (ViewEvent[] | string)[]): Promise<void> {
  const register = (id: string) =>
    repository.saveUsers([{ id, registeredAt: new Date('2025-09-01T00:00:00Z'), analysed: true }]);
  for (let user = 1; user <= USERS; user++) await register(userId(user));
  for (const step of history) {
    if (typeof step !== 'string') await repository.recordViews(step);
    else {
      await repository.eraseUser(step);
      await register(step);
    }
  }
}

/** Sums of doubles may differ in their last digits by the order of adding. */
const rounded = (history: ViewerHistory | null) =>
  JSON.parse(
    JSON.stringify(history, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toFixed(9)) : value,
    ),
  ) as object;

describe('what is said of a viewer', () => {
  it('equals a recount after random, late, repeated, conflicting and erased events', async () => {
    await fc.assert(
      fc.asyncProperty(steps, zone, async (history, timezone) => {
        await postgres.clear();
        const memory = new InMemoryAnalyticsV2Repository();
        await play(memory, history);
        await play(postgres.repository, history);
        for (let user = 1; user <= USERS; user++) {
          const found = await postgres.repository.getViewerHistory(userId(user), timezone, NOW);
          expect(rounded(found)).toEqual(rounded(await memory.getViewerHistory(userId(user), timezone, NOW)));
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('never holds more watching than the clock, nor more or fewer views than hours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(view, { minLength: 1, maxLength: 60 }), zone, async (views, timezone) => {
        await postgres.clear();
        await play(postgres.repository, [views]);
        const found = (await postgres.repository.getViewerHistory(userId(1), timezone, NOW))!;
        const stored = await postgres.client.query<{ from: Date; to: Date }>(
          `SELECT min(viewed_at) AS from, max(viewed_at + make_interval(secs => watch_seconds)) AS to
           FROM view_events WHERE user_id = $1`,
          [userId(1)],
        );
        const { from, to } = stored.rows[0]!;
        expect(found.watchedSeconds).toBeLessThanOrEqual(
          (to?.getTime() - from?.getTime() || 0) / 1000 + 1e-6,
        );
        expect(found.viewsByHour).toHaveLength(24);
        expect(found.viewsByHour.reduce((sum, count) => sum + count)).toBe(found.views);
        expect(found.releases.reduce((sum, own) => sum + own.views, 0)).toBe(found.views);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
