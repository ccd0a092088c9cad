import { backtestLinear, linearForecast } from './linear-forecast';

const repeated = (value: number, days: number) => new Array<number>(days).fill(value);

describe('linear_v1.0', () => {
  it('agrees with a case worked out by hand', () => {
    // Fifteen days of 100, then fifteen of 120: m = 110, and 120 > 1.05·100, so s = +1.
    // Day 1: 110·1.05 = 115.5, day 2: 110·1.10 = 121, day 3: 110·1.15 = 126.5; bands ×0.8 and ×1.2.
    const { point, lower, upper } = linearForecast([...repeated(100, 15), ...repeated(120, 15)], 3);
    expect(point.map((value) => Number(value.toFixed(9)))).toEqual([115.5, 121, 126.5]);
    expect(lower.map((value) => Number(value.toFixed(9)))).toEqual([92.4, 96.8, 101.2]);
    expect(upper.map((value) => Number(value.toFixed(9)))).toEqual([138.6, 145.2, 151.8]);
  });

  it('looks at the last thirty days alone', () => {
    expect(linearForecast([...repeated(9_999, 50), ...repeated(10, 30)], 2).point).toEqual([10, 10]);
  });

  it('takes five per cent and less for no change', () => {
    expect(linearForecast([...repeated(100, 15), ...repeated(105, 15)], 1).point).toEqual([102.5]);
    expect(linearForecast([...repeated(100, 15), ...repeated(95, 15)], 1).point).toEqual([97.5]);
  });

  it('falls to nothing, and no further', () => {
    const { point, lower } = linearForecast([...repeated(100, 15), ...repeated(50, 15)], 25);
    // s = −1: day 20 is 75·(1 − 1) = 0
    expect(point[18]).toBeCloseTo(75 * 0.05, 9);
    expect(point.slice(20)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.min(...lower)).toBe(0);
  });

  it('knows short histories and none', () => {
    expect(linearForecast([], 2).point).toEqual([0, 0]);
    expect(linearForecast([4], 1).point).toEqual([4]);
    // Halves of three days: the first, and the other two.
    expect(linearForecast([4, 6, 8], 1).point[0]).toBeCloseTo(6 * 1.05, 9);
  });

  it('is tried on days that it has not seen', () => {
    expect(backtestLinear(repeated(10, 20))).toBeNull();
    expect(backtestLinear(repeated(10, 56))).toMatchObject({
      folds: 3,
      horizonDays: 14,
      mase: null,
      wape: 0,
      coverage: 1,
    });
  });
});
