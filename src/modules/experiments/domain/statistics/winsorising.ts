import type { SampleSums } from './sample-summary';

/** So many users have this value. */
export interface CountedValue {
  readonly value: number;
  readonly users: number;
}

/**
 * The smallest value that the share `quantile` (0…1) of all users does not exceed: the inverse of the empirical
 * distribution, by which one user more or less moves the limit to a value that somebody has. Values of all arms
 * together, in any order and also repeated: a limit for each arm would cut an effect away. Null without users.
 */
export function winsorisingLimit(values: readonly CountedValue[], quantile: number): number | null {
  const sorted = values.filter(({ users }) => users > 0).sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { users }) => sum + users, 0);
  // A product such as 0.95 × 20 may lie a hair above the whole number that is meant.
  const needed = Math.ceil(total * quantile * (1 - Number.EPSILON));
  let covered = 0;
  for (const { value, users } of sorted) {
    covered += users;
    if (covered >= needed) return value;
  }
  return null;
}

/**
 * Values above `limit` become `limit`; the others stay (Tukey, Annals of Mathematical Statistics 33 (1962)
 * 1–67).
 */
export function winsorise(values: readonly number[], limit: number): number[] {
  return values.map((value) => Math.min(value, limit));
}

/** n, Σ and Σ² of the values after {@link winsorise}. */
export function winsorisedSums(values: readonly CountedValue[], limit: number): SampleSums {
  let [n, sum, sumOfSquares] = [0, 0, 0];
  for (const { value, users } of values) {
    const kept = Math.min(value, limit);
    n += users;
    sum += users * kept;
    sumOfSquares += users * kept * kept;
  }
  return { n, sum, sumOfSquares };
}
