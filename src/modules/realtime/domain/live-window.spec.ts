import fc from 'fast-check';
import { LiveWindow } from './live-window';

const MINUTE = 60_000;
const NOW = Date.parse('2026-03-01T12:00:30Z');

const watched = (releaseId: string, userId: string, watchSeconds = 60) => ({
  releases: [{ releaseId, views: 1, watchSeconds, userIds: [userId] }],
  conversions: [],
});

describe('LiveWindow', () => {
  it('holds the running minute and the 29 before it', () => {
    const window = new LiveWindow();
    window.fold(watched('r', 'u'), NOW, NOW);
    expect(window.figures(null, NOW)).toEqual({
      windowSeconds: 29 * 60 + 30,
      views: 1,
      viewsPerMinute: 1,
      activeUsers: 1,
      watchSeconds: 60,
      topReleases: [{ releaseId: 'r', views: 1 }],
      conversions: [],
    });
    expect(window.figures(null, NOW + 29 * MINUTE + 29_999)).toMatchObject({ views: 1, viewsPerMinute: 0 });
    expect(window.figures(null, NOW + 29 * MINUTE + 30_000)).toMatchObject({ views: 0, topReleases: [] });
  });

  it('names the ten most watched, in an order that does not waver', () => {
    const window = new LiveWindow();
    for (let release = 14; release >= 0; release--)
      for (let view = 0; view <= release % 5; view++)
        window.fold(watched(`r${String(release).padStart(2, '0')}`, 'u'), NOW, NOW);
    const { topReleases } = window.figures(null, NOW);
    expect(topReleases.map(({ releaseId, views }) => `${releaseId} ${views}`)).toEqual([
      ...['r04 5', 'r09 5', 'r14 5', 'r03 4', 'r08 4', 'r13 4', 'r02 3', 'r07 3', 'r12 3', 'r01 2'],
    ]);
  });

  it('keeps conversions when it is replaced', () => {
    const window = new LiveWindow();
    const conversions = [{ testId: 'test', variantId: 'with a space', count: 2 }];
    window.fold({ releases: [], conversions }, NOW, NOW);
    const next = new LiveWindow();
    next.keepConversions(window, NOW + MINUTE);
    expect(next.figures(null, NOW + MINUTE).conversions).toEqual(conversions);
  });

  it('is at any time what a recount of the arrivals says', () => {
    const arrival = fc.record({
      release: fc.constantFrom('a', 'b', 'c'),
      user: fc.constantFrom('x', 'y', 'z'),
      seconds: fc.nat(1_000),
      wait: fc.nat(6 * MINUTE),
    });
    fc.assert(
      fc.property(
        fc.array(arrival, { maxLength: 60 }),
        fc.subarray(['a', 'b', 'c', 'd']),
        (arrivals, chosen) => {
          const window = new LiveWindow();
          const releaseIds = chosen.length > 0 ? chosen : null;
          const told: { release: string; user: string; seconds: number; at: number }[] = [];
          let now = NOW;
          for (const { wait, ...rest } of arrivals) {
            now += wait;
            told.push({ ...rest, at: now });
            window.fold(watched(rest.release, rest.user, rest.seconds), now, now);
            const mine = told.filter(({ release }) => releaseIds?.includes(release) ?? true);
            const start = (Math.floor(now / MINUTE) - 29) * MINUTE;
            const shown = mine.filter(({ at }) => at >= start);
            const recent = mine.filter(({ at }) => at >= (Math.floor(now / 1_000) - 59) * 1_000);
            const active = new Set(mine.filter(({ at }) => at > now - 5 * MINUTE).map(({ user }) => user));
            expect(window.figures(releaseIds, now)).toMatchObject({
              views: shown.length,
              watchSeconds: shown.reduce((sum, { seconds }) => sum + seconds, 0),
              viewsPerMinute: recent.length,
              activeUsers: active.size,
            });
            const minutes = window.byMinute(releaseIds, now);
            expect(minutes).toHaveLength(30);
            expect(minutes.reduce((sum, { views }) => sum + views, 0)).toBe(shown.length);
          }
        },
      ),
    );
  });
});
