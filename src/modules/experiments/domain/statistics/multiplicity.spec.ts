import fc from 'fast-check';
import { benjaminiHochbergAdjusted, holmAdjusted } from './multiplicity';

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(12)));
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('adjusted p-values', () => {
  it('agree with R’s p.adjust', () => {
    const given = [0.01, 0.04, 0.03, 0.005, 0.2];
    expect(rounded(holmAdjusted(given))).toEqual([0.04, 0.09, 0.09, 0.025, 0.2]);
    expect(rounded(benjaminiHochbergAdjusted(given))).toEqual([0.025, 0.05, 0.05, 0.025, 0.2]);
  });

  it('are none for none, and the same for one', () => {
    expect(holmAdjusted([])).toEqual([]);
    expect(holmAdjusted([0.03])).toEqual([0.03]);
    expect(benjaminiHochbergAdjusted([0.03])).toEqual([0.03]);
  });

  it('keep the order, and lie between the p-value and Bonferroni’s', () => {
    fc.assert(
      fc.property(pValues, (given) => {
        const [holm, bh] = [holmAdjusted(given), benjaminiHochbergAdjusted(given)];
        given.forEach((p, i) => {
          expect(bh[i]!).toBeGreaterThanOrEqual(p);
          expect(holm[i]!).toBeGreaterThanOrEqual(bh[i]! * (1 - 1e-12));
          expect(holm[i]!).toBeLessThanOrEqual(Math.min(1, p * given.length));
          given.forEach((other, j) => {
            if (p < other) expect(holm[i]!).toBeLessThanOrEqual(holm[j]!);
            if (p < other) expect(bh[i]!).toBeLessThanOrEqual(bh[j]!);
          });
        });
      }),
    );
  });
});
