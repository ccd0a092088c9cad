import { createHash } from 'node:crypto';
import {
  byId,
  eventsOf,
  missing,
  paymentsOf,
  releasesOf,
  usersOf,
  worldAt,
} from '../../../../../test/support/demo-world';
import { DAY_MS, weekOf } from './week';

const NOW = '2026-06-17T14:25:00Z';
const now = Date.parse(NOW);

describe('the demo as time goes by', () => {
  const launchWeek = weekOf(now) - 26;
  const small = { launchWeek, usersInLaunchWeek: 10 };

  it('is the same whenever it is read', async () => {
    expect(await worldAt(NOW, small)).toEqual(await worldAt(NOW, small));
  });

  it('only adds, by the hour and by the fortnight', async () => {
    const [early, evening, later] = await Promise.all([
      worldAt(NOW, small),
      worldAt('2026-06-17T21:40:00Z', small),
      worldAt('2026-07-01T03:00:00Z', small),
    ]);
    for (const [before, after] of [
      [early, evening],
      [evening, later],
    ] as const) {
      expect(missing(eventsOf(before), eventsOf(after))).toEqual([]);
      expect(missing(usersOf(before), usersOf(after))).toEqual([]);
      expect(missing(releasesOf(before), releasesOf(after))).toEqual([]);
      expect(missing(paymentsOf(before), paymentsOf(after))).toEqual([]);
      expect(after.views.length).toBeGreaterThan(before.views.length);
    }
    const cohorts = new Set(later.users.map(({ registeredAt }) => weekOf(registeredAt.getTime())));
    expect(cohorts.size).toBe(29);
    const old = new Set(early.users.map(({ id }) => id));
    const newViews = later.views.filter(({ viewedAt }) => viewedAt.getTime() > now + DAY_MS);
    expect(newViews.some(({ userId }) => old.has(userId))).toBe(true);
  });

  it('never contradicts a service launched in another week', async () => {
    const other = await worldAt('2026-07-01T03:00:00Z', { usersInLaunchWeek: 10 });
    const events = eventsOf(await worldAt(NOW, small));
    const common = other.views.filter(({ eventId }) => events.has(eventId));
    expect(common.length).toBeGreaterThan(3_000);
    expect(
      missing(
        byId(common, ({ eventId }) => eventId),
        events,
      ),
    ).toEqual([]);
  });

  it('is the world that demos have been loaded from before', async () => {
    const { payments, ...watched } = await worldAt(NOW, { usersInLaunchWeek: 4 });
    const digest = createHash('sha256').update(JSON.stringify(watched));
    expect(payments.length).toBeGreaterThan(0);
    // Whoever has to change it takes another DEMO_SEED as well: two worlds side by side, no conflicts.
    expect(digest.digest('hex').slice(0, 16)).toBe('dac8f89d3f0a3e6b');
  });

  it('is another one with another seed', async () => {
    const ids = new Set((await worldAt(NOW, small)).users.map(({ id }) => id));
    const other = await worldAt(NOW, { ...small, seed: 2 });
    expect(other.users.filter(({ id }) => ids.has(id))).toEqual([]);
  });
});
