import { mean, median } from '../statistics';

const WEEK = 7;

/** The last week again and again. */
export function seasonalNaive(values: readonly number[], horizon: number): number[] {
  if (values.length < WEEK) return new Array<number>(horizon).fill(mean(values));
  return Array.from({ length: horizon }, (_, step) => values[values.length - WEEK + (step % WEEK)]!);
}

/** For each weekday the median of its last four. */
export function weekdayMedian(values: readonly number[], horizon: number): number[] {
  if (values.length < WEEK) return new Array<number>(horizon).fill(median(values));
  return Array.from({ length: horizon }, (_, step) => {
    const latest = values.length - WEEK + (step % WEEK);
    const days = [latest, latest - WEEK, latest - 2 * WEEK, latest - 3 * WEEK].filter((day) => day >= 0);
    return median(days.map((day) => values[day]!));
  });
}
