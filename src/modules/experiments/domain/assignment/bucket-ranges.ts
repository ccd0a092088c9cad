/** From `start` (included) to `end` (not included), both 0…1. */
export interface BucketRange {
  readonly start: number;
  readonly end: number;
}

/** GrowthBook's tolerance: weights that add up to anything else are not believed. */
const WEIGHTS_SUM = { least: 0.99, most: 1.01 };

/** The same weight for each of `count` variations, adding up to 1; none for 0 and less. */
export function equalWeights(count: number): number[] {
  return count <= 0 ? [] : new Array<number>(count).fill(1 / count);
}

/**
 * The part of 0…1 that each of `count` variations takes: as wide as its weight, and of that the first
 * `coverage` (cut to 0…1). So more coverage adds users to each range and moves nobody. Weights of another
 * number than `count`, or that do not add up to 1 within 1 %, are replaced by equal ones. Source: GrowthBook,
 * "Build your own SDK", getBucketRanges.
 */
export function bucketRanges(
  count: number,
  coverage: number,
  weights: readonly number[] | null,
): BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage));
  let start = 0;
  return believable(weights, count).map((weight) => {
    const range = { start, end: start + share * weight };
    start += weight;
    return range;
  });
}

/** Index of the range that holds `position` (0…1), −1 when it lies between them. */
export function chooseVariation(position: number, ranges: readonly BucketRange[]): number {
  return ranges.findIndex((range) => isWithin(position, range));
}

export function isWithin(position: number, { start, end }: BucketRange): boolean {
  return position >= start && position < end;
}

function believable(weights: readonly number[] | null, count: number): readonly number[] {
  if (weights?.length !== count) return equalWeights(count);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum < WEIGHTS_SUM.least || sum > WEIGHTS_SUM.most ? equalWeights(count) : weights;
}
