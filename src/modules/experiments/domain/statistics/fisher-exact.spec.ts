import fc from 'fast-check';
import { fisherExactP } from './fisher-exact';

describe('fisherExactP', () => {
  // In whole numbers, by Python's math.comb and fractions.
  it.each([
    [3, 4, 1, 4, 0.4857142857142857],
    [7, 20, 3, 90, 0.00020527389649049665],
    [1, 7, 6, 9, 0.06013986013986014],
    [0, 1_000, 12, 1_000, 0.00047234069746359466],
    [400, 500, 100, 500, 3.288680537741644e-85],
    [480, 500, 20, 500, 5.2730864824201725e-229],
    [520, 600, 80, 900, 1.4811386236154033e-220],
  ])('of %i in %i and %i in %i', (a, n, b, m, expected) => {
    const p = fisherExactP({ successes: a, trials: n }, { successes: b, trials: m });
    expect(p / expected).toBeCloseTo(1, 11);
  });

  it('is exact and quick with a million trials', () => {
    const started = performance.now();
    const p = fisherExactP({ successes: 260_000, trials: 500_000 }, { successes: 250_000, trials: 500_000 });
    expect(p / 5.220460521793757e-89).toBeCloseTo(1, 9);
    expect(fisherExactP({ successes: 500_000, trials: 500_000 }, { successes: 0, trials: 500_000 })).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    [0, 0, 0, 5],
    [0, 10, 0, 5],
    [10, 10, 5, 5],
    [1, 2, 1, 2],
  ])('is 1 where nothing differs: %i in %i, %i in %i', (a, n, b, m) => {
    expect(fisherExactP({ successes: a, trials: n }, { successes: b, trials: m })).toBeCloseTo(1, 12);
  });

  it('lies in 0…1, and does not depend on what is called a success or first', () => {
    const group = fc.tuple(fc.nat(300), fc.nat(300)).map(([hits, misses]) => ({
      successes: hits,
      trials: hits + misses,
    }));
    const mirrored = ({ successes, trials }: { successes: number; trials: number }) => ({
      successes: trials - successes,
      trials,
    });
    fc.assert(
      fc.property(group, group, (a, b) => {
        const p = fisherExactP(a, b);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(fisherExactP(b, a) / p).toBeCloseTo(1, 9);
        expect(fisherExactP(mirrored(a), mirrored(b)) / p).toBeCloseTo(1, 9);
      }),
    );
  });
});
