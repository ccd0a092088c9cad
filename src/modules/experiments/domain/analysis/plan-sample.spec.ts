import type { MetricArms } from './metric';
import { planSample, type PlanSettings } from './plan-sample';

const settings: PlanSettings = {
  controlVariantId: 'A',
  alpha: 0.05,
  inference: 'fixed',
  cuped: false,
  direction: 'increase',
  minimumDetectableEffect: null,
  treatmentVariantId: 'B',
};
const proportions = (...counts: readonly (readonly [users: number, conversions: number])[]): MetricArms => ({
  kind: 'proportion',
  arms: counts.map(([users, conversions], index) => ({ variantId: 'ABC'[index]!, users, conversions })),
});
const seed = proportions([500, 50], [500, 65]);

describe('planSample', () => {
  it('tells how many users the seed’s example lacks', () => {
    // R: power.prop.test(p1 = .1, p2 = .13, power = .8) gives 1773.77
    expect(planSample(seed, settings)).toEqual({ requiredPerVariant: 1_774, missingUsers: 2 * 1_274 });
  });

  it('plans for the minimum detectable effect when there is one, for better', () => {
    const plan = { ...settings, minimumDetectableEffect: 0.2, treatmentVariantId: null };
    expect(planSample(seed, plan)!.requiredPerVariant).toBe(3_841);
    // R: power.prop.test(p1 = .1, p2 = .08, power = .8) gives 3212.83
    expect(planSample(seed, { ...plan, direction: 'decrease' })!.requiredPerVariant).toBe(3_213);
  });

  it('plans means by the spread within arms', () => {
    const arm = (variantId: string, mean: number) => ({
      variantId,
      users: 400,
      sum: 400 * mean,
      sumOfSquares: 399 * 16 + 400 * mean ** 2,
    });
    const metric: MetricArms = { kind: 'mean', arms: [arm('A', 10), arm('B', 12)] };
    // Cohen’s d = 0.5, whatever the arms have; with 0.8 the difference is 0.2 standard deviations.
    expect(planSample(metric, settings)).toEqual({ requiredPerVariant: 64, missingUsers: 0 });
    expect(planSample(metric, { ...settings, minimumDetectableEffect: 0.08 })!.requiredPerVariant).toBe(394);
  });

  it('asks for more with more treatments, and for looking at any time', () => {
    const fixed = planSample(seed, settings)!.requiredPerVariant;
    const two = planSample(proportions([500, 50], [500, 65], [500, 60]), settings)!.requiredPerVariant;
    const sequential = planSample(seed, { ...settings, inference: 'sequential' })!.requiredPerVariant;
    expect(two / fixed).toBeCloseTo(1.21, 2);
    expect(sequential / fixed).toBeGreaterThan(1.9);
    expect(sequential / fixed).toBeLessThan(2);
  });

  it.each([
    ['no effect', proportions([500, 50], [500, 50]), {}],
    ['no users', proportions([0, 0], [0, 0]), {}],
    ['no such treatment', seed, { treatmentVariantId: 'C' }],
    ['no conversions', proportions([500, 0], [500, 1]), { minimumDetectableEffect: 0.1 }],
    ['rates above 1', proportions([500, 480], [500, 480]), { minimumDetectableEffect: 0.1 }],
    ['an effect too small for any audience', seed, { minimumDetectableEffect: 1e-9 }],
  ])('has no plan with %s', (_, metric, changes) => {
    expect(planSample(metric, { ...settings, ...changes })).toBeNull();
  });
});
