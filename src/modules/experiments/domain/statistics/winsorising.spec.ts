import fc from 'fast-check';
import { winsorise, winsorisedSums, winsorisingLimit } from './winsorising';

const each = (values: readonly number[]) => values.map((value) => ({ value, users: 1 }));

describe('winsorisingLimit', () => {
  it('is the smallest value that the share of users does not exceed', () => {
    const values = each([5, 1, 4, 2, 3, 100, 6, 7, 8, 9]);
    expect(winsorisingLimit(values, 0.9)).toBe(9);
    expect(winsorisingLimit(values, 0.91)).toBe(100);
    expect(winsorisingLimit(values, 1)).toBe(100);
    expect(winsorisingLimit(values, 0)).toBe(1);
    expect(winsorisingLimit([], 0.99)).toBeNull();
    expect(winsorisingLimit([{ value: 3, users: 0 }], 0.99)).toBeNull();
  });

  it('counts every user', () => {
    const histogram = [
      { value: 0, users: 900 },
      { value: 10, users: 90 },
      { value: 1_000, users: 10 },
    ];
    expect(winsorisingLimit(histogram, 0.99)).toBe(10);
    expect(winsorisingLimit(histogram, 0.9)).toBe(0);
    expect(winsorisingLimit(histogram, 0.991)).toBe(1_000);
  });
});

describe('winsorised values', () => {
  it('have the same sums from single values and from a histogram', () => {
    const histogram = fc.array(fc.record({ value: fc.integer({ min: -50, max: 50 }), users: fc.nat(9) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(histogram, fc.double({ min: 0, max: 1, noNaN: true }), (counted, quantile) => {
        const limit = winsorisingLimit(counted, quantile);
        fc.pre(limit !== null);
        const single = counted.flatMap(({ value, users }) => new Array<number>(users).fill(value));
        expect(winsorisingLimit(each(single), quantile)).toBe(limit);
        const kept = winsorise(single, limit);
        expect(Math.max(...kept)).toBe(limit);
        expect(winsorisedSums(counted, limit)).toEqual({
          n: kept.length,
          sum: kept.reduce((sum, value) => sum + value, 0),
          sumOfSquares: kept.reduce((sum, value) => sum + value * value, 0),
        });
        const above = single.filter((value) => value > limit).length;
        expect(above).toBeLessThanOrEqual(single.length * (1 - quantile) + 1e-9);
      }),
    );
  });
});
