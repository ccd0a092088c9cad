import fc from 'fast-check';
import {
  DEFAULT_INTENDED_USERS,
  mixingVariance,
  sequentialCritical,
  sequentialCriticalOneSided,
  sequentialInterval,
  sequentialPValue,
} from './confidence-sequence';

const rho2 = mixingVariance(DEFAULT_INTENDED_USERS, 0.05);

describe('a confidence sequence', () => {
  // The paper's formulas as they are printed there, in numpy; the p-value by scipy's brentq on the interval.
  it('is the paper’s', () => {
    expect(rho2).toBeCloseTo(0.001587230920347513, 15);
    expect(sequentialCritical(6_000, rho2, 0.05)).toBeCloseTo(3.036665162098578, 12);
    expect(sequentialCriticalOneSided(6_000, rho2, 0.05)).toBeCloseTo(2.7850621444906416, 12);
    expect(sequentialPValue(4, 6_000, rho2)).toBeCloseTo(0.002327435202469942, 12);
  });

  it('is GrowthBook’s: the half-width 1.0618 with standard error 0.33341, 6,461 users and parameter 1,000', () => {
    const critical = sequentialCritical(6_461, mixingVariance(1_000, 0.05), 0.05);
    expect(critical * 0.33341).toBeCloseTo((1.56516 + 0.55844) / 2, 4);
  });

  it('leaves 0 out exactly when the p-value is below α', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.integer({ min: 4, max: 1e7 }),
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        (z, users, alpha) => {
          const p = sequentialPValue(z, users, rho2);
          fc.pre(Math.abs(p / alpha - 1) > 1e-9);
          const { lower, upper } = sequentialInterval(z, 1, sequentialCritical(users, rho2, alpha));
          expect(lower > 0 || upper < 0).toBe(p < alpha);
          expect(p).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is wider than the interval of a single look, and least so about the intended number of users', () => {
    const widthAt = (users: number) => sequentialCritical(users, rho2, 0.05);
    const numbers = Array.from({ length: 40 }, (_, index) => 50 * 1.3 ** index);
    for (const users of numbers) expect(widthAt(users)).toBeGreaterThan(3);
    const best = numbers.reduce((a, b) => (widthAt(b) < widthAt(a) ? b : a));
    expect(best / DEFAULT_INTENDED_USERS).toBeGreaterThan(0.7);
    expect(best / DEFAULT_INTENDED_USERS).toBeLessThan(1.4);
    expect(widthAt(20_000)).toBeLessThan(1.05 * widthAt(5_000));
    expect(sequentialCriticalOneSided(5_000, rho2, 0.05)).toBeLessThan(widthAt(5_000));
  });

  it('has p-values into the far tail', () => {
    // √(growth)·exp(−z²·(growth − 1)/(2·growth)) at growth 10.52…: ln p = 1.1768… − 450·0.90497…
    const growth = 6_000 * rho2 + 1;
    const logP = 0.5 * Math.log(growth) - 450 * (1 - 1 / growth);
    expect(Math.log(sequentialPValue(30, 6_000, rho2))).toBeCloseTo(logP, 9);
    expect(sequentialPValue(30, 6_000, rho2)).toBeGreaterThan(0);
    expect(sequentialPValue(0, 6_000, rho2)).toBe(1);
  });
});
