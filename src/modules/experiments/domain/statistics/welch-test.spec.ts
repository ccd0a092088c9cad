import fc from 'fast-check';
import { type SampleSummary, summarise } from './sample-summary';
import { welchInterval, welchTest } from './welch-test';

function summaryOf(values: readonly number[]): SampleSummary {
  return summarise({
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumOfSquares: values.reduce((sum, value) => sum + value * value, 0),
  })!;
}

const a = summaryOf([3.1, 4.7, 2.2, 8.9, 5.5, 4.0]);
const b = summaryOf([2.0, 1.1, 3.6, 2.4, 0.7, 5.1, 2.8]);

describe('welchTest', () => {
  it('agrees with scipy', () => {
    const result = welchTest(a, b)!;
    expect(result.t).toBeCloseTo(1.9792325999510814, 11);
    expect(result.df).toBeCloseTo(8.269114678079504, 11);
    expect(result.pValue).toBeCloseTo(0.08197825885682627, 12);
    const interval = welchInterval(result, 0.05);
    expect(interval.lower).toBeCloseTo(-0.3495273405234087, 11);
    expect(interval.upper).toBeCloseTo(4.759051150047219, 11);
  });

  it('has an interval that leaves 0 out exactly when the p-value is below α', () => {
    const sample = fc.record({
      n: fc.integer({ min: 2, max: 10_000 }),
      mean: fc.double({ min: -10, max: 10, noNaN: true }),
      sd: fc.double({ min: 1e-3, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (one, other, alpha) => {
        const result = welchTest(one, other)!;
        const { lower, upper } = welchInterval(result, alpha);
        fc.pre(Math.abs(result.pValue / alpha - 1) > 1e-6);
        expect(lower > 0 || upper < 0).toBe(result.pValue < alpha);
        expect(result.df).toBeLessThanOrEqual((one.n + other.n - 2) * (1 + 1e-12));
        expect(result.df).toBeGreaterThanOrEqual((Math.min(one.n, other.n) - 1) * (1 - 1e-12));
      }),
    );
  });

  it('says nothing of single values, and of values that do not vary', () => {
    expect(welchTest({ n: 1, mean: 3, sd: 0 }, b)).toBeNull();
    expect(welchTest(summaryOf([2, 2, 2]), summaryOf([3, 3, 3]))).toBeNull();
    expect(welchTest(summaryOf([2, 2, 2]), b)!.pValue).toBeLessThan(1);
  });

  it('does not lose itself in tiny or huge units', () => {
    const usual = welchTest(a, b)!;
    for (const unit of [1e-150, 1e150]) {
      const scaled = ({ n, mean, sd }: SampleSummary) => ({ n, mean: mean * unit, sd: sd * unit });
      expect(welchTest(scaled(a), scaled(b))!.pValue).toBeCloseTo(usual.pValue, 10);
    }
  });
});

describe('summarise', () => {
  it('has no summary of nothing, and no spread of one value', () => {
    expect(summarise({ n: 0, sum: 0, sumOfSquares: 0 })).toBeNull();
    expect(summaryOf([7])).toEqual({ n: 1, mean: 7, sd: 0 });
  });

  it('does not take the rounding of equal values for variance', () => {
    expect(summaryOf(new Array<number>(1_000).fill(0.1)).sd).toBe(0);
    expect(summaryOf(new Array<number>(10_000).fill(1e9 + 0.3)).sd).toBe(0);
  });
});
