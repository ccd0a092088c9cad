import fc from 'fast-check';
import { newcombeInterval } from './newcombe-interval';
import { wilsonInterval } from './wilson-interval';

const of = (successes: number, trials: number) => ({ successes, trials });
const group = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => of(Math.round(trials * share), trials));

describe('wilsonInterval', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i agrees with Newcombe', (successes, trials, lower, upper) => {
    const interval = wilsonInterval(of(successes, trials), 0.05)!;
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('holds the rate, stays in 0…1 and mirrors', () => {
    fc.assert(
      fc.property(group, ({ successes, trials }) => {
        const { lower, upper } = wilsonInterval(of(successes, trials), 0.05)!;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(successes / trials);
        expect(upper).toBeGreaterThanOrEqual(successes / trials);
        expect(wilsonInterval(of(trials - successes, trials), 0.05)!.lower).toBeCloseTo(1 - upper, 10);
      }),
    );
  });
});

describe('newcombeInterval', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %i in %i and %i in %i agrees with Newcombe', (a, n, b, m, lower, upper) => {
    const interval = newcombeInterval(of(a, n), of(b, m), 0.05)!;
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('holds the difference, stays in −1…1, mirrors, and grows with the confidence', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const { lower, upper } = newcombeInterval(a, b, 0.05)!;
        const difference = a.successes / a.trials - b.successes / b.trials;
        expect(lower).toBeLessThanOrEqual(difference);
        expect(upper).toBeGreaterThanOrEqual(difference);
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(upper).toBeLessThanOrEqual(1);
        expect(newcombeInterval(b, a, 0.05)!.lower).toBeCloseTo(-upper, 10);
        expect(newcombeInterval(a, b, 0.01)!.upper).toBeGreaterThanOrEqual(upper);
      }),
    );
  });

  it('cannot be told without trials', () => {
    expect(newcombeInterval(of(0, 0), of(1, 2), 0.05)).toBeNull();
    expect(wilsonInterval(of(0, 0), 0.05)).toBeNull();
  });
});
