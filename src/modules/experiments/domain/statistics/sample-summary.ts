/** `n` > 0 values, their mean and standard deviation (divisor n − 1; 0 for a single value). */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
}

/** n, Σx and Σx² of a sample. */
export interface SampleSums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Relative error that sums of a million values and more may have. */
const ROUNDING = 1e-12;

/** Null without values. */
export function summarise(sums: SampleSums): SampleSummary | null {
  const { n, sum } = sums;
  if (n === 0) return null;
  return { n, mean: sum / n, sd: n > 1 ? Math.sqrt(squaredDeviations(sums) / (n - 1)) : 0 };
}

/**
 * Σ(x − mean)², for n > 0. Sums that large values have been added up to leave a remainder where all values are
 * the same; a spread under a millionth of the values' size is taken for that.
 */
export function squaredDeviations({ n, sum, sumOfSquares }: SampleSums): number {
  return clearOfRounding(sumOfSquares - (sum * sum) / n, sumOfSquares);
}

/** A difference of sums of the size `scale`, or 0 when it is no more than their rounding, of either sign. */
export function clearOfRounding(difference: number, scale: number): number {
  return difference > ROUNDING * scale ? difference : 0;
}

/** Of the mean: sd²/n. */
export function meanVariance({ n, sd }: SampleSummary): number {
  return (sd * sd) / n;
}
