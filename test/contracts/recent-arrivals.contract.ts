import type { AnalyticsV2Repository } from '../../src/modules/analytics/domain/analytics-v2.repository';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';

const NOW = new Date('2026-01-06T18:00:00Z');

/** What every adapter must answer about what has just come in. */
export function recentArrivalsContract(open: () => Promise<AnalyticsV2Repository>): void {
  it('tells what ended lately, by the second and before that by the minute, the oldest first', async () => {
    const repository = await open();
    await repository.saveUsers(
      [1, 2].map((number) => ({ id: userId(number), registeredAt: new Date('2026-01-05'), analysed: true })),
    );
    await repository.recordViews([
      // Ends at the beginning of the window, which it lies before.
      aView({ viewedAt: '2026-01-06T17:20:00Z', watchSeconds: 600 }),
      aView({ viewedAt: '2026-01-06T17:20:00Z', watchSeconds: 630 }),
      aView({ viewedAt: '2026-01-06T17:30:10Z', watchSeconds: 40, userId: userId(2) }),
      aView({ viewedAt: '2026-01-06T17:59:00.700Z', watchSeconds: 10 }),
      aView({ viewedAt: '2026-01-06T17:59:00.100Z', watchSeconds: 10, releaseId: releaseId(2) }),
      aView({ viewedAt: '2026-01-06T17:59:00.200Z', watchSeconds: 10, userId: userId(2) }),
      aView({ viewedAt: '2026-01-06T17:59:00.300Z', watchSeconds: 10, userId: userId(2) }),
      // Says that it lasts beyond now; and one that runs ahead.
      aView({ viewedAt: '2026-01-05T18:10:00Z', watchSeconds: 86_400 }),
      aView({ viewedAt: '2026-01-06T18:02:00Z', watchSeconds: 5 }),
      aView({ viewedAt: '2026-01-05T18:10:00Z', watchSeconds: 80_000 }),
    ]);
    const arrivals = await repository.getRecentArrivals(NOW, 30);
    const [one, two] = [userId(1), userId(2)];
    expect(arrivals.map(({ userIds, ...rest }) => ({ ...rest, userIds: [...userIds].sort() }))).toEqual([
      {
        at: new Date('2026-01-06T17:30:00Z'),
        releaseId: releaseId(1),
        views: 2,
        watchSeconds: 670,
        userIds: [one, two],
      },
      {
        at: new Date('2026-01-06T17:59:10Z'),
        releaseId: releaseId(1),
        views: 3,
        watchSeconds: 30,
        userIds: [one, two],
      },
      {
        at: new Date('2026-01-06T17:59:10Z'),
        releaseId: releaseId(2),
        views: 1,
        watchSeconds: 10,
        userIds: [one],
      },
      { at: NOW, releaseId: releaseId(1), views: 2, watchSeconds: 86_405, userIds: [one] },
    ]);
  });

  it('is nothing without views', async () => {
    expect(await (await open()).getRecentArrivals(NOW, 30)).toEqual([]);
  });
}
