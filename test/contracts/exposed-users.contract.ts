import fc from 'fast-check';
import type { AnalyticsV2Repository } from '../../src/modules/analytics/domain/analytics-v2.repository';
import type {
  ExposedUserMetric,
  ExposedUserOptions,
} from '../../src/modules/analytics/domain/experiments/exposed-user-metrics';
import { eventId, releaseId, testId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import type { KnownExposure, KnownTestEvent } from '../fakes/recount-exposed';

export const TEST_ID = testId(1);
const OTHER_TEST_ID = testId(2);

export interface ExposedUsersAdapter {
  readonly repository: AnalyticsV2Repository;
  /** Puts rows where the experiments keep them. */
  addTestData(exposures: readonly KnownExposure[], events: readonly KnownTestEvent[]): Promise<void>;
}

const UNTIL = new Date('2026-02-01T12:00:00Z');
const AS_IT_IS: ExposedUserOptions = { covariate: false, winsorize: null };

let nextEvent = 70_000;

const anExposure = (given: Partial<KnownExposure> = {}): KnownExposure => ({
  testId: TEST_ID,
  userId: userId(1),
  variantId: 'A',
  assignedAt: new Date('2026-01-10T12:00:00Z'),
  multiple: false,
  ...given,
});

const aTestEvent = (given: Partial<KnownTestEvent> = {}): KnownTestEvent => ({
  eventId: eventId(nextEvent++),
  testId: TEST_ID,
  userId: userId(1),
  metricName: 'purchase',
  value: 1,
  occurredAt: new Date('2026-01-11T12:00:00Z'),
  ...given,
});

/** What every adapter of the port must say of exposed users. `open` gives an empty repository. */
export function exposedUsersContract(open: () => Promise<ExposedUsersAdapter>): void {
  let adapter: ExposedUsersAdapter;
  beforeEach(async () => {
    adapter = await open();
    const registeredAt = new Date('2025-06-01T00:00:00Z');
    const users = [1, 2, 3, 4].map((number) => ({ id: userId(number), registeredAt, analysed: true }));
    await adapter.repository.saveUsers(users);
  });

  const metric = async (of: ExposedUserMetric, options: ExposedUserOptions = AS_IT_IS) => {
    const { arms, limit } = await adapter.repository.getExposedUserMetrics(
      { testId: TEST_ID, until: UNTIL },
      of,
      options,
    );
    return { arms: [...arms].sort((a, b) => a.variantId.localeCompare(b.variantId)), limit };
  };
  const days = (of: ExposedUserMetric) =>
    adapter.repository.getExposedUserDays({ testId: TEST_ID, until: UNTIL }, of);
  const view = (viewedAt: string, given: Parameters<typeof aView>[0] = {}) => aView({ ...given, viewedAt });

  describe('findViewers', () => {
    it('knows who has seen one of some releases', async () => {
      await adapter.repository.recordViews([
        aView({ userId: userId(1) }),
        aView({ userId: userId(2), releaseId: releaseId(2) }),
      ]);
      const asked = [userId(1), userId(2), userId(3)];
      expect(await adapter.repository.findViewers(asked, [releaseId(2), releaseId(3)])).toEqual(
        new Set([userId(2)]),
      );
      expect(await adapter.repository.findViewers(asked, [])).toEqual(new Set());
    });
  });

  describe('getExposedUserMetrics', () => {
    it('counts those who did it after their exposure, and everybody who was exposed', async () => {
      await adapter.addTestData(
        [
          anExposure(),
          anExposure({ userId: userId(2) }),
          anExposure({ userId: userId(3), variantId: 'B' }),
          anExposure({ userId: userId(4), variantId: 'B', multiple: true }),
        ],
        [
          aTestEvent(),
          aTestEvent({ value: 2.5 }),
          aTestEvent({ userId: userId(2), occurredAt: new Date('2026-01-10T11:59:59.999Z') }),
          aTestEvent({ userId: userId(3), occurredAt: new Date('2026-01-10T12:00:00Z') }),
          aTestEvent({ userId: userId(3), occurredAt: new Date('2026-02-01T12:00:00.001Z') }),
          aTestEvent({ userId: userId(3), metricName: 'purchase_rate' }),
          aTestEvent({ userId: userId(3), testId: OTHER_TEST_ID }),
          aTestEvent({ userId: userId(4) }),
        ],
      );
      expect(await metric({ of: 'event_users', name: 'purchase' })).toEqual({
        arms: [
          { variantId: 'A', users: 2, sum: 1, sumOfSquares: 1, companion: null },
          { variantId: 'B', users: 1, sum: 1, sumOfSquares: 1, companion: null },
        ],
        limit: null,
      });
      expect(await metric({ of: 'event_values', name: 'purchase' })).toMatchObject({
        arms: [
          { variantId: 'A', users: 2, sum: 3.5, sumOfSquares: 12.25 },
          { variantId: 'B', users: 1, sum: 1, sumOfSquares: 1 },
        ],
      });
    });

    it('leaves out exposures that are yet to come, and knows an empty test', async () => {
      expect(await metric({ of: 'views' })).toEqual({ arms: [], limit: null });
      await adapter.addTestData([anExposure({ assignedAt: new Date('2026-02-01T12:00:00.001Z') })], []);
      expect(await metric({ of: 'views' })).toEqual({ arms: [], limit: null });
    });

    it('reads views, minutes and completion off the facts', async () => {
      await adapter.addTestData([anExposure(), anExposure({ userId: userId(2), variantId: 'B' })], []);
      await adapter.repository.recordViews([
        view('2026-01-10T12:00:00Z', { watchSeconds: 90, completion: 0.5 }),
        view('2026-01-12T12:00:00Z', { watchSeconds: 30, completion: 0.25 }),
        view('2026-01-13T12:00:00Z', { watchSeconds: 0 }),
        view('2026-01-10T11:59:59Z', { watchSeconds: 600, completion: 1 }),
      ]);
      expect((await metric({ of: 'views' })).arms).toMatchObject([
        { users: 1, sum: 3, sumOfSquares: 9 },
        { users: 1, sum: 0, sumOfSquares: 0 },
      ]);
      expect((await metric({ of: 'watch_minutes' })).arms).toMatchObject([
        { users: 1, sum: 2, sumOfSquares: 4 },
        { users: 1, sum: 0 },
      ]);
      expect((await metric({ of: 'completion' })).arms).toMatchObject([
        {
          users: 1,
          sum: 0.75,
          sumOfSquares: 0.5625,
          companion: { sum: 2, sumOfSquares: 4, sumOfProducts: 1.5 },
        },
        { users: 1, sum: 0, companion: { sum: 0 } },
      ]);
    });

    it('asks for retention in days 7 to 13 of those who are old enough', async () => {
      const old = new Date('2026-01-18T12:00:00Z');
      await adapter.addTestData(
        [
          anExposure({ assignedAt: old }),
          anExposure({ userId: userId(2), assignedAt: old }),
          anExposure({ userId: userId(3), assignedAt: old }),
          anExposure({ userId: userId(4), assignedAt: new Date('2026-01-18T12:00:00.001Z') }),
        ],
        [],
      );
      await adapter.repository.recordViews([
        view('2026-01-25T12:00:00Z', { userId: userId(1) }),
        view('2026-01-25T11:59:59.999Z', { userId: userId(2) }),
        view('2026-02-01T12:00:00Z', { userId: userId(2) }),
        view('2026-02-01T11:59:59.999Z', { userId: userId(3) }),
        view('2026-01-26T12:00:00Z', { userId: userId(4) }),
      ]);
      expect((await metric({ of: 'retention_week_1' })).arms).toMatchObject([{ users: 3, sum: 2 }]);
    });

    it('gives what was in the 28 days before as a covariate', async () => {
      await adapter.addTestData([anExposure(), anExposure({ userId: userId(2) })], []);
      await adapter.repository.recordViews([
        view('2026-01-11T12:00:00Z'),
        view('2026-01-11T13:00:00Z'),
        view('2025-12-13T12:00:00Z'),
        view('2025-12-13T11:59:59.999Z'),
        view('2026-01-10T11:59:59.999Z', { userId: userId(2) }),
      ]);
      expect(await metric({ of: 'views' }, { covariate: true, winsorize: null })).toMatchObject({
        arms: [
          {
            users: 2,
            sum: 2,
            sumOfSquares: 4,
            companion: { sum: 2, sumOfSquares: 2, sumOfProducts: 2 },
          },
        ],
      });
    });

    it('cuts at a quantile of all users of all arms, those who did nothing included', async () => {
      await adapter.addTestData(
        [1, 2, 3, 4].map((number) =>
          anExposure({ userId: userId(number), variantId: number > 2 ? 'B' : 'A' }),
        ),
        [aTestEvent({ value: 100 }), aTestEvent({ userId: userId(3), value: 7 })],
      );
      const purchases = { of: 'event_values', name: 'purchase' } as const;
      const cutAt = (winsorize: number) => metric(purchases, { covariate: false, winsorize });
      expect(await cutAt(0.75)).toMatchObject({ limit: 7, arms: [{ sum: 7, sumOfSquares: 49 }, { sum: 7 }] });
      expect(await cutAt(0.5)).toMatchObject({ limit: 0, arms: [{ sum: 0 }, { sum: 0 }] });
      expect(await cutAt(0.9)).toMatchObject({ limit: 100, arms: [{ sum: 100 }, { sum: 7 }] });
    });
  });

  describe('getExposedUserDays', () => {
    it('adds up to the sums', async () => {
      await adapter.addTestData(
        [
          anExposure(),
          anExposure({ userId: userId(2), assignedAt: new Date('2026-01-11T00:00:00Z') }),
          anExposure({ userId: userId(3), variantId: 'B' }),
        ],
        [
          aTestEvent({ value: 2 }),
          aTestEvent({ value: 3, occurredAt: new Date('2026-01-12T00:00:00Z') }),
          aTestEvent({ userId: userId(2), value: 4 }),
        ],
      );
      expect(await days({ of: 'event_values', name: 'purchase' })).toMatchObject([
        { day: '2026-01-10', variantId: 'A', users: 1, sum: 0 },
        { day: '2026-01-10', variantId: 'B', users: 1, sum: 0 },
        { day: '2026-01-11', variantId: 'A', users: 1, sum: 6, sumOfSquares: 20 },
        { day: '2026-01-12', variantId: 'A', users: 0, sum: 3, sumOfSquares: 21 },
      ]);
      expect(await days({ of: 'event_users', name: 'purchase' })).toMatchObject([
        { day: '2026-01-10', variantId: 'A', users: 1, sum: 0 },
        { day: '2026-01-10', variantId: 'B', users: 1, sum: 0 },
        { day: '2026-01-11', variantId: 'A', users: 1, sum: 2 },
      ]);
    });

    it('counts for retention whoever has become old enough', async () => {
      await adapter.addTestData([anExposure()], []);
      await adapter.repository.recordViews([view('2026-01-18T12:00:00Z')]);
      expect(await days({ of: 'retention_week_1' })).toMatchObject([{ day: '2026-01-24', users: 1, sum: 1 }]);
    });
  });
}

const instant = fc
  .integer({ min: Date.parse('2025-11-20T00:00:00Z') / 1000, max: Date.parse('2026-02-03T00:00:00Z') / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const who = fc.integer({ min: 1, max: 6 }).map(userId);

/** Exposures, events and views of six users, in and around a test. */
export const someTestData = fc.record({
  exposures: fc.uniqueArray(
    fc.record<KnownExposure>({
      testId: fc.constantFrom(TEST_ID, TEST_ID, TEST_ID, OTHER_TEST_ID),
      userId: who,
      variantId: fc.constantFrom('A', 'B', 'C'),
      assignedAt: instant,
      multiple: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    }),
    { maxLength: 8, selector: (exposure) => `${exposure.testId} ${exposure.userId}` },
  ),
  events: fc.array(
    fc
      .record({
        testId: fc.constantFrom(TEST_ID, TEST_ID, OTHER_TEST_ID),
        userId: who,
        metricName: fc.constantFrom('purchase', 'other'),
        value: fc.integer({ min: -8, max: 40 }).map((number) => number / 4),
        occurredAt: instant,
      })
      .map(aTestEvent),
    { maxLength: 20 },
  ),
  views: fc.array(
    fc
      .record({
        userId: who,
        viewedAt: instant.map((date) => date.toISOString()),
        watchSeconds: fc.integer({ min: 0, max: 40 }).map((number) => number * 15),
        completion: fc.option(fc.constantFrom(0, 0.25, 0.5, 1)),
      })
      .map(aView),
    { maxLength: 30 },
  ),
});

export const someMetric: fc.Arbitrary<ExposedUserMetric> = fc.constantFrom<ExposedUserMetric>(
  { of: 'event_users', name: 'purchase' },
  { of: 'event_values', name: 'purchase' },
  { of: 'views' },
  { of: 'watch_minutes' },
  { of: 'completion' },
  { of: 'retention_week_1' },
);
