import { mean, median } from '../statistics';

const PROFILE_WEEKS = 8;
const WEEK = 7;

/**
 * What each weekday adds to the level, as far as the last eight weeks tell: the median difference from the mean of the
 * week around a day, so that a single spike moves nothing. Indexed by position in the series modulo 7; sums to 0.
 */
function weeklyProfile(values: readonly number[]): number[] {
  const differences = Array.from({ length: WEEK }, (): number[] => []);
  const last = values.length - WEEK;
  for (let day = Math.max(3, values.length - WEEK * PROFILE_WEEKS); day < values.length; day++) {
    const start = Math.max(0, Math.min(last, day - 3));
    differences[day % WEEK]!.push(values[day]! - mean(values.slice(start, start + WEEK)));
  }
  const profile = differences.map((own) => (own.length > 0 ? median(own) : 0));
  const centre = mean(profile);
  return profile.map((value) => value - centre);
}

/** Forecasts the series without its weekdays, and adds them to the forecast again. */
export function adjustedForWeekdays(
  method: (values: readonly number[], horizon: number) => number[],
): (values: readonly number[], horizon: number) => number[] {
  return (values, horizon) => {
    if (values.length < 2 * WEEK) return method(values, horizon);
    const profile = weeklyProfile(values);
    const adjusted = values.map((value, day) => value - profile[day % WEEK]!);
    return method(adjusted, horizon).map((value, step) => value + profile[(values.length + step) % WEEK]!);
  };
}
