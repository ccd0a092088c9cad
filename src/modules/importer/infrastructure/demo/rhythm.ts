import { type Prng, runningTotals } from './prng';
import { weekdayOf } from './week';

/** How much is watched from Monday to Sunday, against an average day. */
const DAY_FACTORS = [0.84, 0.82, 0.85, 0.9, 1.1, 1.28, 1.21];

/** When people begin to watch, by the hour of their own clocks. */
const WORKING_DAY_HOURS = [
  3, 1.5, 0.8, 0.4, 0.3, 0.4, 1, 2, 2.2, 2, 2, 2.4, 3, 3, 2.8, 3, 4, 6, 9, 12, 14, 13, 9.5, 5.5,
];
const WEEKEND_HOURS = [
  4, 2.5, 1.5, 0.8, 0.4, 0.3, 0.6, 1.5, 3, 4.5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 10, 11.5, 12.5, 11.5, 9, 6,
];
const WORKING_DAY_TOTALS = runningTotals(WORKING_DAY_HOURS);
const WEEKEND_TOTALS = runningTotals(WEEKEND_HOURS);

/** What the chance of watching on an average day is multiplied by on this one. */
export function dayFactor(day: number): number {
  return DAY_FACTORS[weekdayOf(day)]!;
}

/** A minute of the local day, 0 ≤ minute < 1440, as people's evenings and week-ends have it. */
export function drawMinute(day: number, prng: Prng): number {
  const hour = prng.index(weekdayOf(day) >= 5 ? WEEKEND_TOTALS : WORKING_DAY_TOTALS);
  return (hour + prng.unit()) * 60;
}
