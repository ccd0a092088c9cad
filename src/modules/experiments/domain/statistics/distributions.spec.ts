import fc from 'fast-check';
import { chiSquareUpperP } from './chi-square-test';
import { normalCdf, normalCritical, normalQuantile, normalTwoSidedP } from './normal';
import { studentCritical, studentTwoSidedP } from './student';

// Expected values: mpmath with 30 digits, and scipy where they agree.
describe('tails', () => {
  it.each([
    [1.959963984540054, 0.05],
    [0, 1],
    [30, 9.813427854296374e-198],
    [-30, 9.813427854296374e-198],
  ])('of the normal distribution beyond ±%d', (z, expected) => {
    expect(normalTwoSidedP(z) / expected).toBeCloseTo(1, 11);
  });

  it.each([
    [900, 1, 9.813427854296374e-198],
    [900, 3, 8.851690237125581e-195],
    [12.600411297127634, 3, 0.005585476661627036],
    [0, 2, 1],
  ])('of χ² beyond %d with %d degrees of freedom', (chi2, df, expected) => {
    expect(chiSquareUpperP(chi2, df) / expected).toBeCloseTo(1, 11);
  });

  it.each([
    [40, 500, 6.290642918258103e-158],
    [-30.5, 1e5, 2.2476827885550332e-203],
    [1e6, 2, 9.999999999985001e-13],
    [0, 7.5, 1],
    [1e-9, 50, 0.9999999992060946],
  ])('of t beyond ±%d with %d degrees of freedom', (t, df, expected) => {
    expect(studentTwoSidedP(t, df) / expected).toBeCloseTo(1, 11);
  });

  it('of t are 0 beyond all numbers, and those of the normal distribution for many degrees of freedom', () => {
    expect(studentTwoSidedP(1e200, 10)).toBe(0);
    expect(studentTwoSidedP(2, 1e13) / normalTwoSidedP(2)).toBeCloseTo(1, 10);
  });
});

describe('critical values', () => {
  it('are where the tails say', () => {
    expect(normalCritical(0.05)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 14);
    expect(normalQuantile(0.2)).toBeCloseTo(-0.8416212335729143, 14);
    expect(studentCritical(0.05, 17.776)).toBeCloseTo(2.10282131038022, 12);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        (alpha, df) => {
          expect(normalTwoSidedP(normalCritical(alpha)) / alpha).toBeCloseTo(1, 9);
          expect(normalCdf(normalQuantile(alpha)) / alpha).toBeCloseTo(1, 9);
          expect(studentTwoSidedP(studentCritical(alpha, df), df) / alpha).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});
