import fc from 'fast-check';
import { bucketRanges, chooseVariation, equalWeights } from './bucket-ranges';

describe('bucketRanges', () => {
  it('are as wide as coverage × weight, and begin where they do without coverage', () => {
    expect(bucketRanges(3, 1, [0.2, 0.3, 0.5])).toEqual([
      { start: 0, end: 0.2 },
      { start: 0.2, end: 0.5 },
      { start: 0.5, end: 1 },
    ]);
    expect(bucketRanges(2, 0.5, [0.5, 0.5])).toEqual([
      { start: 0, end: 0.25 },
      { start: 0.5, end: 0.75 },
    ]);
  });

  it('cut coverage to 0…1', () => {
    expect(bucketRanges(2, -0.2, null)).toEqual(bucketRanges(2, 0, null));
    expect(bucketRanges(2, 1.5, null)).toEqual(bucketRanges(2, 1, null));
  });

  it.each([
    ['too many', [0.4, 0.4, 0.2]],
    ['too little in all', [0.4, 0.1]],
    ['too much in all', [0.7, 0.6]],
  ])('do not believe weights that are %s', (_, weights) => {
    expect(bucketRanges(2, 1, weights)).toEqual(bucketRanges(2, 1, [0.5, 0.5]));
  });

  it('never take anything from anybody when coverage grows', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), share, share, share, (count, position, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const before = chooseVariation(position, bucketRanges(count, less, null));
        const after = chooseVariation(position, bucketRanges(count, more, null));
        if (before !== -1) expect(after).toBe(before);
      }),
    );
  });
});

describe('equalWeights', () => {
  it('add up to 1', () => {
    expect(equalWeights(4)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(equalWeights(0)).toEqual([]);
    expect(equalWeights(-1)).toEqual([]);
  });
});

describe('chooseVariation', () => {
  it('counts the start in and the end out, and finds nobody between ranges', () => {
    const ranges = bucketRanges(2, 0.5, null);
    expect([0, 0.24, 0.25, 0.5, 0.75].map((position) => chooseVariation(position, ranges))).toEqual([
      0, 0, -1, 1, -1,
    ]);
  });
});
