import { coverage, mase, msis, naiveScale, smape, wape } from './accuracy';

describe('accuracy', () => {
  const history = [2, 4, 6, 4];

  it('scales errors by the naive method on the history', () => {
    // Differences of neighbours: 2, 2, 2; errors: 1 and 3.
    expect(naiveScale(history, 1)).toBe(2);
    expect(mase([5, 5], [4, 8], history, 1)).toBe(1);
    // Two steps apart: 4 and 0.
    expect(naiveScale(history, 2)).toBe(2);
  });

  it('has no scale where nothing changes, or where there is too little history', () => {
    expect(mase([5], [4], [3, 3, 3], 1)).toBeNull();
    expect(mase([5], [4], [3, 3, 3], 7)).toBeNull();
  });

  it('weighs errors by what happened', () => {
    expect(wape([10, 30], [5, 35])).toBe(0.25);
    expect(wape([0, 0], [1, 1])).toBeNull();
  });

  it('takes percentages of both sides', () => {
    // 200·5/15 and 0
    expect(smape([10, 0], [5, 0])).toBeCloseTo(33.3333, 4);
  });

  it('counts the bounds into the band, and scores what lies outside', () => {
    expect(coverage([1, 2, 3, 4], [1, 1, 1, 1], [3, 3, 3, 3])).toBe(0.75);
    // Width 2 each; 4 lies 1 above: 2/0.2·1 = 10 more. (2 + 12)/2 ÷ scale 2
    expect(msis([2, 4], [1, 1], [3, 3], history, 0.8, 1)).toBeCloseTo(3.5, 10);
  });
});
