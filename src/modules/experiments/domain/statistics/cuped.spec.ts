import fc from 'fast-check';
import { adjustByCuped, type PairedSums } from './cuped';

type Pair = readonly [covariate: number, metric: number];

function sumsOf(pairs: readonly Pair[]): PairedSums {
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  return {
    n: pairs.length,
    sum: sum(([, y]) => y),
    sumOfSquares: sum(([, y]) => y * y),
    covariateSum: sum(([x]) => x),
    covariateSumOfSquares: sum(([x]) => x * x),
    sumOfProducts: sum(([x, y]) => x * y),
  };
}

const a: Pair[] = [
  [1, 2],
  [4, 5],
  [2, 2],
  [8, 9],
  [5, 7],
  [7, 6],
];
const b: Pair[] = [
  [3, 5],
  [6, 8],
  [2, 3],
  [9, 12],
  [1, 2],
  [4, 6],
  [5, 6],
];

describe('adjustByCuped', () => {
  it('agrees with numpy on the single users', () => {
    const { theta, varianceReduction, arms } = adjustByCuped([sumsOf(a), sumsOf(b)]);
    expect(theta).toBeCloseTo(1.093556928508385, 12);
    expect(varianceReduction).toBeCloseTo(0.9231776296310847, 12);
    expect(arms[0]!.mean).toBeCloseTo(5.040487021069546, 12);
    expect(arms[0]!.sd).toBeCloseTo(1.098707855170244, 12);
    expect(arms[1]!.mean).toBeCloseTo(6.10815398194039, 12);
    expect(arms[1]!.sd).toBeCloseTo(0.5799066599142326, 11);
  });

  it('changes nothing when the covariate is the same for all', () => {
    const flat = [a, b].map((pairs) => sumsOf(pairs.map(([, y]) => [3, y])));
    const { theta, varianceReduction, arms } = adjustByCuped(flat);
    expect([theta, varianceReduction]).toEqual([0, 0]);
    expect(arms[0]!.mean).toBeCloseTo(31 / 6, 12);
  });

  it('leaves no variance when the covariate tells everything', () => {
    const told = [a, b].map((pairs) => sumsOf(pairs.map(([x]) => [x, 2.5 * x])));
    const { theta, varianceReduction, arms } = adjustByCuped(told);
    expect(theta).toBeCloseTo(2.5, 12);
    expect(varianceReduction).toBe(1);
    expect(arms.map((arm) => arm!.sd)).toEqual([0, 0]);
    expect(arms[0]!.mean).toBeCloseTo(arms[1]!.mean, 12);
  });

  it('leaves an effect alone, whatever it is', () => {
    const pairs = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(pairs, pairs, fc.integer({ min: -1_000, max: 1_000 }), (control, treatment, effect) => {
        const moved = treatment.map(([x, y]) => [x, y + effect] as const);
        const before = adjustByCuped([sumsOf(control), sumsOf(treatment)]);
        const after = adjustByCuped([sumsOf(control), sumsOf(moved)]);
        expect(after.theta).toBeCloseTo(before.theta, 6);
        expect(after.arms[1]!.mean).toBeCloseTo(before.arms[1]!.mean + effect, 6);
        expect(after.varianceReduction).toBeGreaterThanOrEqual(-1e-9);
        expect(after.varianceReduction).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('knows empty arms and single users', () => {
    const { arms } = adjustByCuped([sumsOf(a), sumsOf([]), sumsOf([[2, 3]])]);
    expect(arms[1]).toBeNull();
    expect(arms[2]).toMatchObject({ n: 1, sd: 0 });
    expect(adjustByCuped([sumsOf([])])).toEqual({ theta: 0, varianceReduction: 0, arms: [null] });
  });
});
