import fc from 'fast-check';
import { fiellerInterval, relativeLift } from './fieller-interval';
import { normalCritical } from './normal';

const Z = normalCritical(0.05);

describe('fiellerInterval', () => {
  // The roots of (treatment − θ·control)² = z²·(variance of it), found by scipy's brentq.
  it.each([
    [
      { mean: 0.13, variance: (0.13 * 0.87) / 500 },
      { mean: 0.1, variance: (0.1 * 0.9) / 500 },
      -0.08114735476258761,
      0.8742821780393473,
    ],
    [{ mean: 12, variance: 4 }, { mean: 10, variance: 1 }, -0.22069929919703146, 0.716577429798809],
  ])('of %j and %j', (treatment, control, lower, upper) => {
    const interval = fiellerInterval(treatment, control, Z);
    expect(interval.lower).toBeCloseTo(lower, 10);
    expect(interval.upper).toBeCloseTo(upper, 10);
  });

  it('ends where the treatment is `critical` standard errors from its share of the control', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        positive,
        positive,
        positive,
        (mean, v, base, w) => {
          const control = { mean: base, variance: w };
          const { lower, upper } = fiellerInterval({ mean, variance: v }, control, Z);
          fc.pre(lower !== null && upper !== null);
          const lift = relativeLift(mean, base)!;
          expect(lower).toBeLessThanOrEqual(lift);
          expect(upper).toBeGreaterThanOrEqual(lift);
          // Close to g = 1 the bounds go off to infinity and lose their digits.
          fc.pre(Math.max(-lower, upper) < 1e4 * Math.max(1, Math.abs(lift)));
          for (const end of [lower + 1, upper + 1]) {
            const error = Math.sqrt(v + end * end * w);
            expect(Math.abs(mean - end * base) / error).toBeCloseTo(Z, 4);
          }
        },
      ),
    );
  });

  it('is unbounded when the control may as well be 0', () => {
    const treatment = { mean: 5, variance: 1 };
    const unbounded = { lower: null, upper: null };
    expect(fiellerInterval(treatment, { mean: 1, variance: 1 }, Z)).toEqual(unbounded);
    expect(fiellerInterval(treatment, { mean: 0, variance: 0.01 }, Z)).toEqual(unbounded);
    expect(fiellerInterval(treatment, { mean: -9, variance: 0.01 }, Z)).toEqual(unbounded);
  });

  it('is unbounded when a side shows no error', () => {
    const control = { mean: 0.1, variance: 1e-5 };
    expect(fiellerInterval({ mean: 0, variance: 0 }, control, Z)).toEqual({ lower: null, upper: null });
    expect(fiellerInterval(control, { mean: 1, variance: 0 }, Z)).toEqual({ lower: null, upper: null });
  });
});

describe('relativeLift', () => {
  it('is relative to a control above 0', () => {
    expect(relativeLift(13, 10)).toBeCloseTo(0.3, 12);
    expect(relativeLift(0, 10)).toBe(-1);
    expect(relativeLift(1, 0)).toBeNull();
    expect(relativeLift(1, -1)).toBeNull();
  });
});
