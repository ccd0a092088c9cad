import fc from 'fast-check';
import { coldStartForecast, CURVE_DAYS, poolAgeCurve } from './cold-start';
import { linearForecast } from './linear-forecast';
import { trendOf } from './trend';
import { isTrainingDue } from './retraining';
import { dailySeries } from './daily-series';

/** A premiere that half of the audience sees in the first week. */
const decay = (level: number, days: number) =>
  Array.from({ length: days }, (_, age) => Math.round(level * 0.9 ** age) + 1);
const pool = poolAgeCurve([20, 50, 100, 200, 400, 800].map((level) => decay(level, 150)))!;

describe('a cold start', () => {
  it('follows the curve of other releases, scaled to its own first days', () => {
    const actual = decay(1_000, 60);
    const { point } = coldStartForecast(actual.slice(0, 5), pool, 20, 0.8);
    point.forEach((value, step) => expect(value / actual[5 + step]!).toBeCloseTo(1, 0));
    const error = (forecast: readonly number[]) =>
      forecast.reduce((sum, value, step) => sum + Math.abs(value - actual[5 + step]!), 0);
    expect(error(point)).toBeLessThan(error(linearForecast(actual.slice(0, 5), 20).point) / 2);
  });

  it('trusts a single day less than a week', () => {
    const flop = [1, 1, 1, 1, 1, 1, 1];
    const [early] = coldStartForecast(flop.slice(0, 1), pool, 1, 0.8).point;
    const [late] = coldStartForecast(flop, pool, 1, 0.8).point;
    expect(early).toBeGreaterThan(3 * late!);
  });

  it('expects nothing of a release without views, with a band as wide as others’ first days', () => {
    const { point, lower, upper } = coldStartForecast([], pool, 3, 0.8);
    expect([point, lower]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(upper[0]).toBeGreaterThan(50);
    expect(coldStartForecast([], null, 2, 0.8)).toEqual({ point: [0, 0], lower: [0, 0], upper: [1, 1] });
  });

  it('keeps its level without a curve', () => {
    expect(coldStartForecast([4, 8], null, 2, 0.8)).toEqual({
      point: [6, 6],
      lower: [0, 0],
      upper: [19, 19],
    });
  });

  it('needs releases that are old enough to make a curve', () => {
    expect(poolAgeCurve([])).toBeNull();
    expect(poolAgeCurve(new Array<number[]>(20).fill(decay(10, 21)))).toBeNull();
    expect(pool.views).toHaveLength(CURVE_DAYS);
  });

  it('keeps point and band in order, and is never surer of a younger release', () => {
    const views = fc.array(fc.nat({ max: 100_000 }), { maxLength: 20 });
    const histories = fc.array(fc.array(fc.nat({ max: 5_000 }), { minLength: 22, maxLength: 60 }), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(views, histories, fc.integer({ min: 1, max: 90 }), (own, others, horizon) => {
        const curve = poolAgeCurve(others);
        const forecast = coldStartForecast(own, curve, horizon, 0.9);
        forecast.point.forEach((value, step) => {
          expect(Number.isFinite(forecast.upper[step])).toBe(true);
          expect(forecast.lower[step]).toBeGreaterThanOrEqual(0);
          expect(forecast.lower[step]).toBeLessThanOrEqual(value);
          expect(forecast.upper[step]).toBeGreaterThanOrEqual(value);
        });
        for (const stage of [1, 2, 3])
          curve?.errorQuantiles[stage]?.forEach((error, level) =>
            expect(error).toBeLessThanOrEqual(curve.errorQuantiles[stage - 1]![level]! + 1e-9),
          );
      }),
    );
  });
});

describe('a series', () => {
  const history = {
    firstDay: '2026-01-30',
    daily: [
      { day: '2026-01-30', views: 3 },
      { day: '2026-02-02', views: 5 },
    ],
  };

  it('has zeros between the first view and yesterday, and nothing before', () => {
    expect(dailySeries(history, '2026-02-03')).toEqual({ firstDay: '2026-01-30', views: [3, 0, 0, 5, 0] });
    expect(dailySeries(history, '2026-01-29').views).toEqual([]);
    expect(dailySeries(undefined, '2026-02-03').views).toEqual([]);
  });

  it('is two years long at most', () => {
    const { firstDay, views } = dailySeries({ ...history, firstDay: '2001-01-01' }, '2026-02-03');
    expect(views).toHaveLength(730);
    expect(firstDay).toBe('2024-02-05');
    expect(views.slice(-5)).toEqual([3, 0, 0, 5, 0]);
  });
});

describe('what follows', () => {
  it.each([
    [[100, 100, 100], [106, 106], 'growing'],
    [[100, 100, 100], [105, 105], 'stable'],
    [[1, 100, 100], [95, 95], 'stable'],
    [[100, 100, 100], [94, 94], 'declining'],
    [[], [0], 'stable'],
    [[0, 0], [1, 1], 'growing'],
  ] as const)('%j before %j is %s', (views, point, trend) => {
    expect(trendOf(views, point)).toBe(trend);
  });

  it.each([
    [100, undefined, true],
    [100, 100, false],
    [119, 100, false],
    [120, 100, true],
    [21, 20, true],
    [10, 9, true],
    [10, 10, false],
  ])('with %i days, %s of them trained on, training is due: %s', (days, trainedOn, due) => {
    expect(isTrainingDue(days, trainedOn)).toBe(due);
  });
});
