import { dailySeries } from './daily-series';

const settings = { controlVariantId: 'A', alpha: 0.05, inference: 'fixed', cuped: false } as const;
const add = (day: string, variantId: string, users: number, sum: number) => ({
  day,
  variantId,
  users,
  sum,
  sumOfSquares: sum,
  companion: null,
});

describe('dailySeries', () => {
  const added = [add('2026-02-01', 'A', 2, 1), add('2026-02-01', 'B', 2, 0), add('2026-02-03', 'B', 3, 2)];
  const usersOf = (limit: number, last = '2026-02-04') =>
    dailySeries('proportion', ['A', 'B'], added, settings, last, limit).map(({ day, variants }) => [
      day.slice(-2),
      ...variants.map(({ newUsers, users, conversions }) => [newUsers, users, conversions]),
    ]);

  it('adds up day by day, quiet days included', () => {
    expect(usersOf(366)).toEqual([
      ['01', [2, 2, 1], [2, 2, 0]],
      ['02', [0, 2, 1], [0, 2, 0]],
      ['03', [0, 2, 1], [3, 5, 2]],
      ['04', [0, 2, 1], [0, 5, 2]],
    ]);
  });

  it('begins later when it would be too long, with what was before', () => {
    expect(usersOf(2)).toEqual([
      ['03', [0, 2, 1], [3, 5, 2]],
      ['04', [0, 2, 1], [0, 5, 2]],
    ]);
    expect(usersOf(3, '2030-01-01')[0]).toEqual(['30', [0, 2, 1], [0, 5, 2]]);
  });

  it('is empty before anybody was exposed', () => {
    expect(dailySeries('mean', ['A', 'B'], [], settings, '2026-02-04', 366)).toEqual([]);
  });

  it('compares at the end of each day', () => {
    const series = dailySeries('proportion', ['A', 'B'], added, settings, '2026-02-03', 366);
    expect(series.map(({ comparisons }) => comparisons[0]!.difference)).toEqual([-0.5, -0.5, 0.4 - 0.5]);
  });
});
