import { releasesOf, type World, worldAt } from '../../../../../test/support/demo-world';
import { DAY_MS, dayOf, weekdayOf, weekOf } from './week';

const NOW = '2026-06-17T14:25:00Z';
const now = Date.parse(NOW);
let world: World;

beforeAll(async () => {
  world = await worldAt(NOW);
});

describe('the audience of the demo', () => {
  /** Weeks in which each user watched. */
  const activeWeeks = () => {
    const weeks = new Map<string, Set<number>>();
    for (const { userId, viewedAt } of world.views) {
      const own = weeks.get(userId) ?? new Set();
      weeks.set(userId, own.add(weekOf(viewedAt.getTime())));
    }
    return weeks;
  };

  it.each([
    [1, 40, 55],
    [4, 27, 38],
    [12, 15, 25],
  ])('comes back in week %i: %i to %i percent', (k, low, high) => {
    const weeks = activeWeeks();
    const eligible = world.users
      .map(({ id, registeredAt }) => ({ id, week: weekOf(registeredAt.getTime()) + k }))
      .filter(({ week }) => week < weekOf(now));
    const active = eligible.filter(({ id, week }) => weeks.get(id)?.has(week));
    const rate = (100 * active.length) / eligible.length;
    expect(rate).toBeGreaterThan(low);
    expect(rate).toBeLessThan(high);
  });

  it('has some who never watch', () => {
    const share = 1 - activeWeeks().size / world.users.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.1);
  });

  it('watches more on week-ends', () => {
    const days = [0, 0, 0, 0, 0, 0, 0];
    for (const { viewedAt } of world.views) days[weekdayOf(dayOf(viewedAt.getTime()))]! += 1;
    const workingDay = days.slice(0, 5).reduce((sum, views) => sum + views) / 5;
    expect(days[5]! / workingDay).toBeGreaterThan(1.2);
    expect(days[6]! / workingDay).toBeGreaterThan(1.2);
  });

  it('grows', () => {
    const weekly = (from: number, to: number) =>
      world.views.filter(({ viewedAt }) => {
        const age = weekOf(now) - weekOf(viewedAt.getTime());
        return age <= from && age >= to;
      }).length;
    const growth = weekly(4, 1) / weekly(8, 5);
    expect(growth).toBeGreaterThan(1);
    expect(growth).toBeLessThan(1.3);
  });

  it('gathers round premieres, and less so as they age', () => {
    const ages = [0, 0, 0, 0, 0, 0, 0, 0];
    const releases = releasesOf(world);
    for (const { releaseId, viewedAt } of world.views) {
      const releasedAt = releases.get(releaseId)!.releasedAt!.getTime();
      // Those alone that have been out for the whole of the eight weeks that are compared.
      if (weekOf(releasedAt) < weekOf(now) - 26 || weekOf(releasedAt) >= weekOf(now) - 9) continue;
      const age = Math.floor((viewedAt.getTime() - releasedAt) / (7 * DAY_MS));
      if (age < ages.length) ages[age]! += 1;
    }
    expect(ages[0]).toBeGreaterThan(1.5 * ages[3]!);
    expect(ages[1]).toBeGreaterThan(ages[7]!);
  });
});
