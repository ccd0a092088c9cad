import type { AnalyticsV2Repository } from '../../src/modules/analytics/domain/analytics-v2.repository';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';

const NOW = new Date('2026-03-01T12:00:00Z');
const REGISTERED = new Date('2026-01-05T09:00:00Z');

/** What every adapter of AnalyticsV2Repository must say of single viewers. `open` gives an empty repository. */
export function viewersContract(open: () => Promise<AnalyticsV2Repository>): void {
  let repository: AnalyticsV2Repository;
  beforeEach(async () => {
    repository = await open();
    await repository.saveUsers(
      [1, 2, 3].map((number) => ({ id: userId(number), registeredAt: REGISTERED, analysed: number !== 3 })),
    );
  });

  const history = async (timezone = 'UTC', user = 1) =>
    (await repository.getViewerHistory(userId(user), timezone, NOW))!;
  const record = (...views: Parameters<typeof aView>[0][]) => repository.recordViews(views.map(aView));

  describe('getViewerHistory', () => {
    it('is null for nobody, and empty for somebody without views', async () => {
      expect(await repository.getViewerHistory(userId(9), 'UTC', NOW)).toBeNull();
      expect(await history()).toEqual({
        userId: userId(1),
        registeredAt: REGISTERED,
        views: 0,
        lastViewedAt: null,
        completion: null,
        activeDays: null,
        recent: { views30: 0, previousViews30: 0, completion30: null, activeDays28: 0 },
        watchedSeconds: 0,
        viewsByHour: new Array(24).fill(0),
        releases: [],
      });
    });

    it('takes overlapping, contained, touching and late intervals once', async () => {
      await record(
        { viewedAt: '2026-02-20T20:00:00Z', watchSeconds: 3_600 },
        { viewedAt: '2026-02-20T20:30:00Z', watchSeconds: 3_600 },
        { viewedAt: '2026-02-20T20:10:00Z', watchSeconds: 60 },
        { viewedAt: '2026-02-20T21:30:00Z', watchSeconds: 600 },
      );
      expect((await history()).watchedSeconds).toBe(6_000);
      // A late one before them all that reaches into them, over midnight too.
      await record({ viewedAt: '2026-02-19T23:30:00Z', watchSeconds: 73_860 });
      expect((await history()).watchedSeconds).toBe(79_800);
      await record({ viewedAt: '2026-02-20T20:00:00Z', watchSeconds: 0, releaseId: releaseId(2) });
      expect((await history()).watchedSeconds).toBe(79_800);
    });

    it('counts hours by the local clock, on both sides of its changes', async () => {
      await record(
        { viewedAt: '2026-02-10T23:30:00Z' },
        { viewedAt: '2025-10-26T00:30:00Z' },
        { viewedAt: '2025-10-26T01:30:00Z' },
        { viewedAt: '2025-03-30T00:59:00Z' },
        { viewedAt: '2025-03-30T01:00:00Z' },
      );
      const hours = async (zone: string) =>
        (await history(zone)).viewsByHour.flatMap((views, hour) => (views ? [[hour, views]] : []));
      // Half past two comes twice on the last Sunday of October, and never on that of March.
      expect(await hours('Europe/Berlin')).toEqual([
        [0, 1],
        [1, 1],
        [2, 2],
        [3, 1],
      ]);
      expect(await hours('Asia/Kolkata')).toEqual([
        [5, 1],
        [6, 3],
        [7, 1],
      ]);
    });

    it('has releases by their last view, and the figures of the last weeks', async () => {
      await record(
        { viewedAt: '2026-03-01T12:00:00Z', releaseId: releaseId(1), completion: 1 },
        { viewedAt: '2026-01-30T12:00:00.001Z', releaseId: releaseId(2), completion: 0.5 },
        { viewedAt: '2026-01-30T12:00:00Z', releaseId: releaseId(3), completion: 0 },
        { viewedAt: '2026-02-01T12:00:00Z', releaseId: releaseId(1) },
        { viewedAt: '2026-02-02T12:00:00Z', releaseId: releaseId(1) },
      );
      expect(await history()).toMatchObject({
        views: 5,
        completion: 0.5,
        lastViewedAt: new Date('2026-03-01T12:00:00Z'),
        activeDays: { days: 4, first: '2026-01-30', last: '2026-03-01' },
        recent: { views30: 4, previousViews30: 1, completion30: 0.75, activeDays28: 2 },
        releases: [
          { releaseId: releaseId(1), views: 3 },
          { releaseId: releaseId(2), views: 1 },
          { releaseId: releaseId(3), views: 1 },
        ],
      });
    });

    it('forgets who is erased', async () => {
      await record({}, { userId: userId(2) });
      await repository.eraseUser(userId(1));
      expect(await repository.getViewerHistory(userId(1), 'UTC', NOW)).toBeNull();
      expect((await history('UTC', 2)).views).toBe(1);
    });
  });

  it('has the activity of analysed users only', async () => {
    await record({ userId: userId(3) });
    const activity = await repository.getViewerActivity([1, 2, 3, 9].map(userId), NOW);
    expect(activity.map((viewer) => viewer.userId).sort()).toEqual([1, 2].map(userId));
  });

  it('lists analysed users page by page', async () => {
    expect(await repository.listViewers(null, 1)).toEqual([userId(1)]);
    expect(await repository.listViewers(userId(1), 5)).toEqual([userId(2)]);
    expect(await repository.listViewers(userId(2), 5)).toEqual([]);
  });

  it('parts active days at the day that is held out', async () => {
    await record(
      { viewedAt: '1970-01-03T00:00:00Z' },
      { viewedAt: '1970-01-03T23:59:59Z' },
      { viewedAt: '1970-01-11T00:00:00Z' },
      { viewedAt: '1970-01-11T10:00:00Z', userId: userId(2) },
      { viewedAt: '1970-01-01T00:00:00Z', userId: userId(3) },
    );
    const sample = await repository.sampleVisits(10, 100);
    expect([...sample].sort((a, b) => a.firstDay - b.firstDay)).toEqual([
      { firstDay: 2, days: 2, lastDay: 10, earlierDays: 1, earlierLastDay: 2 },
      { firstDay: 10, days: 1, lastDay: 10, earlierDays: 0, earlierLastDay: null },
    ]);
  });

  it('has the last releases that somebody watched, each once', async () => {
    await record(
      { viewedAt: '2026-02-01T12:00:00Z', releaseId: releaseId(1) },
      { viewedAt: '2026-02-02T12:00:00Z', releaseId: releaseId(2) },
      { viewedAt: '2026-02-03T12:00:00Z', releaseId: releaseId(1) },
      { viewedAt: '2026-01-31T12:00:00Z', releaseId: releaseId(3) },
    );
    expect(await repository.getWatchedReleases([1, 2].map(userId), 2)).toEqual(
      new Map([[userId(1), [1, 2].map(releaseId)]]),
    );
  });

  it('knows what is popular', async () => {
    await record(
      { viewedAt: '2026-02-01T00:00:00Z', releaseId: releaseId(2) },
      { viewedAt: '2026-02-02T00:00:00Z', releaseId: releaseId(2) },
      { viewedAt: '2026-02-02T00:00:00Z', releaseId: releaseId(1) },
      { viewedAt: '2026-01-31T23:59:59Z', releaseId: releaseId(3) },
      { viewedAt: '2026-01-31T23:59:59Z', releaseId: releaseId(1) },
    );
    expect(await repository.getPopularReleases('2026-02-01', 5)).toEqual([2, 1].map(releaseId));
    expect(await repository.getPopularReleases('2026-01-01', 2)).toEqual([1, 2].map(releaseId));
  });
}
