import fc from 'fast-check';
import { mixingVariance, sequentialCritical } from './confidence-sequence';
import { normalCritical, normalQuantile } from './normal';
import { daysLeft, requiredForMeans, requiredForProportions, requiredForSequence } from './sample-size';
import { tTestPower } from './t-test-power';

const plan = { alpha: 0.05, power: 0.8 };

describe('requiredForProportions', () => {
  it('agrees with R’s power.prop.test, and with the formula for unequal arms', () => {
    expect(requiredForProportions({ control: 0.1, treatment: 0.12 }, plan)).toBeCloseTo(3840.847482436278, 8);
    const unequal = requiredForProportions({ control: 0.34, treatment: 0.343 }, { ...plan, controlRatio: 2 });
    expect(unequal).toBeCloseTo(294089.1588744963, 5);
  });

  it('does not depend on what is called a success', () => {
    const rate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (control, treatment) => {
        fc.pre(Math.abs(control - treatment) > 1e-6);
        const users = requiredForProportions({ control, treatment }, plan)!;
        const mirrored = requiredForProportions({ control: 1 - control, treatment: 1 - treatment }, plan)!;
        expect(mirrored / users).toBeCloseTo(1, 6);
        expect(users).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('has no answer for no effect, and for rates that cannot be', () => {
    expect(requiredForProportions({ control: 0.1, treatment: 0.1 }, plan)).toBeNull();
    expect(requiredForProportions({ control: 0.9, treatment: 1.08 }, plan)).toBeNull();
    expect(requiredForProportions({ control: 0.1, treatment: -0.1 }, plan)).toBeNull();
    expect(requiredForProportions({ control: 0, treatment: 1 }, plan)).toBeGreaterThanOrEqual(2);
  });
});

describe('requiredForMeans', () => {
  it('agrees with scipy’s noncentral t, also for unequal arms', () => {
    expect(tTestPower({ treatment: 4, control: 4, effectSize: 1.2, alpha: 0.05 })).toBeCloseTo(
      0.2990051286488929,
      12,
    );
    expect(tTestPower({ treatment: 2, control: 2, effectSize: 3, alpha: 0.05 })).toBeCloseTo(
      0.3874001285259709,
      12,
    );
    const unequal = requiredForMeans({ difference: 0.3, sd: 1 }, { ...plan, controlRatio: 3 })!;
    expect(unequal).toBeCloseTo(116.761541289931, 8);
  });

  it('is as large as it has to be, and no larger', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.005, max: 3, noNaN: true }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (effectSize, power, controlRatio) => {
          const treatment = requiredForMeans(
            { difference: -effectSize, sd: 1 },
            { alpha: 0.05, power, controlRatio },
          )!;
          const reached = tTestPower({
            treatment,
            control: treatment * controlRatio,
            effectSize,
            alpha: 0.05,
          });
          expect(reached).toBeGreaterThanOrEqual(power - 1e-9);
          if (Math.min(treatment, treatment * controlRatio) > 2.000001) expect(reached).toBeCloseTo(power, 8);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('needs two users at least, and has no answer without effect or variance', () => {
    expect(requiredForMeans({ difference: 100, sd: 1 }, plan)).toBeLessThan(2.5);
    expect(requiredForMeans({ difference: 0, sd: 1 }, plan)).toBeNull();
    expect(requiredForMeans({ difference: 1, sd: 0 }, plan)).toBeNull();
    expect(requiredForMeans({ difference: 0, sd: 0 }, plan)).toBeNull();
  });
});

describe('requiredForSequence', () => {
  it('has the asked power at its own number of users', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1e7 }), fc.integer({ min: 100, max: 1e8 }), (fixed, intended) => {
        const rho2 = mixingVariance(intended, 0.05);
        const users = requiredForSequence(fixed, plan, rho2);
        // The effect that a single look at `fixed` users finds, in standard errors, grows with the root of the
        // users.
        const effect = (normalCritical(0.05) + normalQuantile(0.8)) * Math.sqrt(users / fixed);
        const margin = sequentialCritical(2 * users, rho2, 0.05);
        expect(effect - margin).toBeCloseTo(normalQuantile(0.8), 6);
      }),
    );
  });

  it('costs 1.9 times as many when tuned for that', () => {
    expect(requiredForSequence(10_000, plan, mixingVariance(38_000, 0.05)) / 10_000).toBeCloseTo(1.915, 3);
  });
});

describe('daysLeft', () => {
  it('waits for the slowest arm', () => {
    const arms = [
      { users: 500, usersPerDay: 100 },
      { users: 480, usersPerDay: 50 },
    ];
    expect(daysLeft(1_000, arms)).toBe(11);
    expect(daysLeft(480, arms)).toBe(0);
    expect(daysLeft(501, arms)).toBe(1);
  });

  it('cannot be told when an arm gets nobody that it lacks', () => {
    expect(daysLeft(100, [{ users: 50, usersPerDay: 0 }])).toBeNull();
    expect(daysLeft(100, [{ users: 100, usersPerDay: 0 }])).toBe(0);
    expect(daysLeft(100, [])).toBe(0);
  });
});
