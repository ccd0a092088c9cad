import fc from 'fast-check';
import { type ComparisonSettings, compareVariants } from './compare-variants';
import type { MeanArm, MetricArms, ProportionArm } from './metric';

const settings: ComparisonSettings = {
  controlVariantId: 'A',
  alpha: 0.05,
  inference: 'fixed',
  cuped: false,
};
const proportions = (...counts: readonly (readonly [users: number, conversions: number])[]): MetricArms => ({
  kind: 'proportion',
  arms: counts.map(([users, conversions], index) => ({ variantId: 'ABCDEF'[index]!, users, conversions })),
});
const means = (...samples: readonly (readonly [n: number, mean: number, sd: number])[]): MetricArms => ({
  kind: 'mean',
  arms: samples.map(([users, mean, sd], index) => ({
    variantId: 'ABCDEF'[index]!,
    users,
    sum: users * mean,
    sumOfSquares: (users - 1) * sd * sd + users * mean * mean,
  })),
});
const compareOne = (metric: MetricArms, changes: Partial<ComparisonSettings> = {}) =>
  compareVariants(metric, { ...settings, ...changes }).comparisons[0]!;

describe('compareVariants', () => {
  it('finds no significance in the seed’s example', () => {
    const comparison = compareOne(proportions([500, 50], [500, 65]));
    expect(comparison).toMatchObject({ variantId: 'B', controlVariantId: 'A', method: 'z' });
    expect(comparison.difference).toBeCloseTo(0.03, 12);
    expect(comparison.lift).toBeCloseTo(0.3, 12);
    expect(comparison.pValue).toBeCloseTo(0.13705122503762468, 12);
    expect(comparison.pValueAdjusted).toBe(comparison.pValue);
    expect(comparison.liftInterval.lower).toBeCloseTo(-0.08114735476258761, 9);
    expect(comparison.liftInterval.upper).toBeCloseTo(0.8742821780393473, 9);
  });

  it('goes by Fisher’s test when few are expected', () => {
    const comparison = compareOne(proportions([1_000, 0], [1_000, 4]));
    expect(comparison.method).toBe('fisher');
    // All four on one side, either one: twice 1000·999·998·997 ÷ (2000·1999·1998·1997).
    expect(comparison.pValue).toBeCloseTo(0.12462490634400827, 12);
    expect(comparison.lift).toBeNull();
    expect(comparison.liftInterval).toEqual({ lower: null, upper: null });
    expect(comparison.differenceInterval.lower).toBeLessThan(0);
  });

  it('goes by Welch’s test for means', () => {
    const comparison = compareOne(means([10, 0.75, 1.7890101], [10, 2.33, 2.0022487]));
    expect(comparison.method).toBe('welch');
    // R: t.test(extra ~ group, sleep)
    expect(comparison.pValue).toBeCloseTo(0.0793941, 6);
    expect(comparison.differenceInterval.lower).toBeCloseTo(-0.2054832, 6);
    expect(comparison.differenceInterval.upper).toBeCloseTo(3.3654832, 6);
    expect(comparison.lift).toBeCloseTo(2.33 / 0.75 - 1, 10);
    // The control’s mean may as well be 0.
    expect(comparison.liftInterval).toEqual({ lower: null, upper: null });
  });

  it('is more careful when it may be looked at any time', () => {
    const metric = proportions([5_000, 500], [5_000, 580]);
    const [fixed, sequential] = [compareOne(metric), compareOne(metric, { inference: 'sequential' })];
    expect(sequential.method).toBe('sequential');
    expect(sequential.difference).toBe(fixed.difference);
    expect(sequential.pValue!).toBeGreaterThan(fixed.pValue!);
    expect(sequential.differenceInterval.lower!).toBeLessThan(fixed.differenceInterval.lower!);
    expect(sequential.liftInterval.lower!).toBeLessThan(fixed.liftInterval.lower!);
  });

  it('adjusts p-values for the number of treatments with a p-value', () => {
    const { comparisons } = compareVariants(
      proportions([1_000, 100], [1_000, 140], [0, 0], [1_000, 130], [1_000, 101]),
      settings,
    );
    const [b, c, d, e] = comparisons;
    expect(comparisons.map(({ variantId }) => variantId)).toEqual(['B', 'C', 'D', 'E']);
    expect(b!.pValueAdjusted).toBeCloseTo(3 * b!.pValue!, 12);
    expect(c).toMatchObject({ pValue: null, pValueAdjusted: null, difference: null, method: 'z' });
    expect(d!.pValueAdjusted).toBeCloseTo(2 * d!.pValue!, 12);
    expect(e!.pValueAdjusted).toBe(e!.pValue);
  });

  describe('with CUPED', () => {
    const arm = (variantId: string, sum: number, covariateSum: number): MeanArm => ({
      variantId,
      users: 1_000,
      sum,
      sumOfSquares: sum ** 2 / 1_000 + 9_000,
      covariate: {
        sum: covariateSum,
        sumOfSquares: covariateSum ** 2 / 1_000 + 4_000,
        sumOfProducts: (sum * covariateSum) / 1_000 + 5_000,
      },
    });
    const metric: MetricArms = { kind: 'mean', arms: [arm('A', 5_000, 3_000), arm('B', 5_200, 3_000)] };

    it('tells more by the same users', () => {
      const { comparisons, cuped } = compareVariants(metric, { ...settings, cuped: true });
      // θ = 5/4; of the spread 9 there goes 25/4.
      expect(cuped!.theta).toBeCloseTo(1.25, 10);
      expect(cuped!.varianceReduction).toBeCloseTo(25 / 36, 10);
      expect(comparisons[0]!.difference).toBeCloseTo(0.2, 10);
      expect(comparisons[0]!.pValue!).toBeLessThan(compareOne(metric).pValue!);
    });

    it('is not done when an arm lacks the covariate, or nobody asks for it', () => {
      const arms = metric.arms;
      const partly: MetricArms = { kind: 'mean', arms: [arms[0]!, { ...arms[1]!, covariate: undefined }] };
      const plain = compareVariants(metric, settings);
      expect(plain.cuped).toBeNull();
      expect(compareVariants(partly, { ...settings, cuped: true })).toEqual(plain);
    });

    it('takes a proportion for a mean of zeros and ones', () => {
      const arms: ProportionArm[] = [200, 240].map((conversions, index) => ({
        variantId: 'AB'[index]!,
        users: 1_000,
        conversions,
        covariate: { sum: 210, sumOfSquares: 210, sumOfProducts: 150 },
      }));
      const { comparisons, cuped } = compareVariants(
        { kind: 'proportion', arms },
        { ...settings, cuped: true },
      );
      expect(cuped!.varianceReduction).toBeGreaterThan(0.3);
      expect(comparisons[0]).toMatchObject({ method: 'welch' });
      expect(comparisons[0]!.difference).toBeCloseTo(0.04, 10);
    });
  });

  it.each([
    ['nobody anywhere', proportions([0, 0], [0, 0])],
    ['nobody in the control', proportions([0, 0], [10, 3])],
    ['nobody with a value', means([0, 0, 0], [0, 0, 0])],
  ])('has nothing to compare with %s', (_, metric) => {
    for (const inference of ['fixed', 'sequential'] as const) {
      expect(compareOne(metric, { inference, cuped: true })).toMatchObject({
        difference: null,
        differenceInterval: { lower: null, upper: null },
        lift: null,
        liftInterval: { lower: null, upper: null },
        pValue: null,
        pValueAdjusted: null,
      });
    }
  });

  it.each([
    ['single users', means([1, 2, 0], [1, 3, 0])],
    ['values that are all the same', means([100, 2, 0], [100, 3, 0])],
  ])('has a difference but no test for %s', (_, metric) => {
    for (const inference of ['fixed', 'sequential'] as const) {
      const comparison = compareOne(metric, { inference });
      expect(comparison).toMatchObject({ difference: 1, lift: 0.5, pValue: null });
      expect(comparison.differenceInterval).toEqual({ lower: null, upper: null });
    }
  });

  it('never answers with anything but numbers and nulls', () => {
    const users = fc.integer({ min: 0, max: 1e6 });
    const arm = fc
      .tuple(users, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e4))
      .map(([n, part, covariate]): ProportionArm => ({
        variantId: '',
        users: n,
        conversions: Math.round(n * part),
        covariate: { sum: covariate, sumOfSquares: covariate ** 2, sumOfProducts: covariate },
      }));
    const asMean = ({ conversions, ...rest }: ProportionArm): MeanArm => ({
      ...rest,
      sum: conversions * 7.5,
      sumOfSquares: conversions * 7.5 ** 2,
    });
    fc.assert(
      fc.property(
        fc.array(arm, { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom('fixed', 'sequential'),
        fc.constantFrom('proportion', 'mean'),
        (given, cuped, inference, kind) => {
          const arms = given.map((one, index) => ({ ...one, variantId: 'ABCDE'[index]! }));
          const metric: MetricArms =
            kind === 'proportion' ? { kind, arms } : { kind, arms: arms.map(asMean) };
          const answer = compareVariants(metric, { ...settings, cuped, inference });
          // What is not finite turns into null in JSON.
          expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
          for (const { pValue, pValueAdjusted, differenceInterval, difference } of answer.comparisons) {
            if (pValue === null) continue;
            expect(pValue).toBeGreaterThanOrEqual(0);
            expect(pValueAdjusted!).toBeGreaterThanOrEqual(pValue);
            expect(pValueAdjusted!).toBeLessThanOrEqual(1);
            const slack = 1e-9 * (1 + Math.abs(difference!));
            expect(differenceInterval.lower!).toBeLessThanOrEqual(difference! + slack);
            expect(differenceInterval.upper!).toBeGreaterThanOrEqual(difference! - slack);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
