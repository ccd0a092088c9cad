import {
  eventsOf,
  releasesOf,
  usersOf,
  valuesOf,
  type World,
  worldAt,
} from '../../../../../test/support/demo-world';
import { DemoSource } from './demo-source';
import { dayOf } from './week';

const NOW = '2026-06-17T14:25:00Z';
const now = Date.parse(NOW);
let world: World;

beforeAll(async () => {
  world = await worldAt(NOW);
});

describe('the demo data', () => {
  it.each(['2019-12-30T00:00:00Z', NOW, '2026-06-21T23:59:59Z', '2044-02-29T12:00:00Z'])(
    'are of the promised size on %s',
    async (day) => {
      const source = new DemoSource({ now: new Date(day) });
      const users = await valuesOf(source.users());
      const releases = await valuesOf(source.releases());
      expect(users.length).toBeGreaterThan(4_700);
      expect(users.length).toBeLessThan(5_300);
      expect(releases.length).toBeGreaterThan(295);
      expect(releases.length).toBeLessThan(305);
      expect(new Set(releases.map(({ title }) => title)).size).toBe(releases.length);
    },
  );

  it('hold some 150,000 to 250,000 views', () => {
    expect(world.views.length).toBeGreaterThan(150_000);
    expect(world.views.length).toBeLessThan(250_000);
  });

  it('have each id once', () => {
    expect(usersOf(world).size).toBe(world.users.length);
    expect(releasesOf(world).size).toBe(world.releases.length);
    expect(eventsOf(world).size).toBe(world.views.length);
  });

  it('have event ids that say when', () => {
    const wrong = world.views.filter(
      ({ eventId, viewedAt }) => parseInt(eventId.replace('-', '').slice(0, 12), 16) !== viewedAt.getTime(),
    );
    expect(wrong).toEqual([]);
    expect(world.views.every(({ eventId }) => eventId[14] === '7')).toBe(true);
  });

  it('show nobody watching before the registration, before the release or after now', () => {
    const users = usersOf(world);
    const releases = releasesOf(world);
    const wrong = world.views.filter((view) => {
      const registeredAt = users.get(view.userId)!.registeredAt.getTime();
      const releasedAt = releases.get(view.releaseId)!.releasedAt!.getTime();
      const begin = view.viewedAt.getTime();
      return begin < Math.max(registeredAt, releasedAt) || begin + view.watchSeconds * 1000 > now;
    });
    expect(wrong).toEqual([]);
    expect(world.users.filter(({ registeredAt }) => registeredAt.getTime() > now)).toEqual([]);
    expect(world.releases.filter(({ releasedAt }) => releasedAt!.getTime() > now)).toEqual([]);
  });

  it('reach up to now', () => {
    const latest = world.views.reduce((last, { viewedAt }) => Math.max(last, viewedAt.getTime()), 0);
    expect(now - latest).toBeLessThan(3_600_000);
    expect(dayOf(latest)).toBe(dayOf(now));
  });

  it('let nobody watch two things at once', () => {
    const busyUntil = new Map<string, number>();
    const wrong = world.views.filter((view) => {
      const begin = view.viewedAt.getTime();
      const overlaps = begin < (busyUntil.get(view.userId) ?? 0);
      busyUntil.set(view.userId, begin + view.watchSeconds * 1000);
      return overlaps;
    });
    expect(wrong).toEqual([]);
  });

  it('have completion and watched seconds that fit the duration', () => {
    const releases = releasesOf(world);
    const wrong = world.views.filter(({ releaseId, watchSeconds, completion }) => {
      const share = watchSeconds / (releases.get(releaseId)!.durationMinutes! * 60);
      const fits = completion === null || Math.abs(completion - share) <= 0.000501;
      return !Number.isInteger(watchSeconds) || share <= 0 || share > 1 || !fits;
    });
    expect(wrong).toEqual([]);
    const unknown = world.views.filter(({ completion }) => completion === null).length / world.views.length;
    expect(unknown).toBeGreaterThan(0.03);
    expect(unknown).toBeLessThan(0.15);
  });
});
