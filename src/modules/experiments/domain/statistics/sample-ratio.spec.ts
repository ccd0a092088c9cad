import { testSampleRatio } from './sample-ratio';

const arms = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([users, weight]) => ({ users, weight }));

describe('testSampleRatio', () => {
  // scipy.stats.chisquare
  it.each([
    [arms([5_000, 1], [5_300, 1]), 8.737864077669903, 0.003116693839866867, false],
    [arms([100, 1], [200, 2], [340, 3]), 2.5, 0.28650479686018987, false],
    [arms([5_000, 50], [5_500, 50]), 23.80952380952381, 1.0635492679527356e-6, true],
  ])('of %j', (phase, chi2, pValue, mismatch) => {
    const result = testSampleRatio([phase])!;
    expect(result.chi2).toBeCloseTo(chi2, 9);
    expect(result.pValue / pValue).toBeCloseTo(1, 8);
    expect(result.mismatch).toBe(mismatch);
  });

  it('leaves arms of weight 0 out, users or not', () => {
    const with0 = testSampleRatio([arms([500, 1], [480, 1], [37, 0])]);
    expect(with0).toEqual(testSampleRatio([arms([500, 1], [480, 1])]));
  });

  it('holds users against the weights of their time', () => {
    const before = arms([9_000, 9], [1_000, 1]);
    const after = arms([5_000, 1], [5_000, 1]);
    expect(testSampleRatio([before, after])).toEqual({ chi2: 0, df: 2, pValue: 1, mismatch: false });
    // Taken together they would look like a gross mismatch with the weights of today.
    expect(testSampleRatio([arms([14_000, 1], [6_000, 1])])!.mismatch).toBe(true);
  });

  it('has nothing to say of a single arm, or without users', () => {
    expect(testSampleRatio([arms([10, 1], [20, 0])])).toBeNull();
    expect(testSampleRatio([arms([0, 1], [0, 1])])).toBeNull();
    expect(testSampleRatio([])).toBeNull();
  });
});
