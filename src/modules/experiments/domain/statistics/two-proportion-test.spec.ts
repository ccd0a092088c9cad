import fc from 'fast-check';
import { chiSquareTest } from './chi-square-test';
import type { Proportion } from './proportion';
import { proportionTest, twoProportionZTest } from './two-proportion-test';

const of = (successes: number, trials: number): Proportion => ({ successes, trials });

describe('two proportions', () => {
  it('of the seed’s own example differ by chance: p 0.137, not 0.03', () => {
    const test = proportionTest(of(65, 500), of(50, 500))!;
    expect(test.method).toBe('z');
    expect(test.pValue).toBeCloseTo(0.13705122503762468, 12);
  });

  it('have a z-test whose square is Pearson’s χ², with the same p-value', () => {
    const group = fc
      .tuple(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([trials, share]) => of(Math.round(trials * share), trials));
    fc.assert(
      fc.property(group, group, (a, b) => {
        const byZ = twoProportionZTest(a, b)!;
        const byChi = chiSquareTest([a, b])!;
        expect(byZ.z ** 2).toBeCloseTo(byChi.chi2, -Math.floor(Math.log10(byChi.chi2 + 1)) + 7);
        if (byChi.pValue > 1e-250) expect(byZ.pValue / byChi.pValue).toBeCloseTo(1, 6);
        expect(twoProportionZTest(b, a)!.z).toBeCloseTo(-byZ.z, 10);
      }),
    );
  });

  it('are compared exactly when fewer than five are expected somewhere', () => {
    // Expected in the smallest cell: 9·100/200 = 4.5, and 10·100/200 = 5.
    expect(proportionTest(of(9, 100), of(0, 100))!.method).toBe('fisher');
    expect(proportionTest(of(10, 100), of(0, 100))!.method).toBe('z');
    expect(proportionTest(of(91, 100), of(100, 100))!.method).toBe('fisher');
  });

  it('do not differ where everybody or nobody succeeds', () => {
    expect(proportionTest(of(0, 40), of(0, 60))).toEqual({ method: 'fisher', pValue: 1 });
    expect(twoProportionZTest(of(40, 40), of(60, 60))).toEqual({ z: 0, pValue: 1 });
  });

  it('cannot be compared without trials', () => {
    expect(proportionTest(of(0, 0), of(1, 2))).toBeNull();
    expect(proportionTest(of(1, 2), of(0, 0))).toBeNull();
  });
});

describe('chiSquareTest', () => {
  it('leaves empty groups out', () => {
    const groups = [of(10, 50), of(20, 50), of(0, 0)];
    expect(chiSquareTest(groups)).toEqual(chiSquareTest(groups.slice(0, 2)));
    expect(chiSquareTest([of(1, 2), of(0, 0)])).toBeNull();
    expect(chiSquareTest([])).toBeNull();
  });

  it('finds no difference where everybody or nobody succeeds', () => {
    expect(chiSquareTest([of(0, 5), of(0, 6), of(0, 7)])).toEqual({ chi2: 0, df: 2, pValue: 1 });
  });
});
