export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** 1970-01-05, four days after the epoch, was a Monday: it begins week 1. */
const DAYS_BEFORE_WEEK_ONE = 4;

/** Days since 1970-01-01, in UTC. */
export function dayOf(instant: number): number {
  return Math.floor(instant / DAY_MS);
}

/** Number of the week, Monday to Sunday in UTC, that holds an instant (milliseconds since 1970). */
export function weekOf(instant: number): number {
  return Math.floor((dayOf(instant) - DAYS_BEFORE_WEEK_ONE) / 7) + 1;
}

/** Day number of the Monday that a week begins with. */
export function firstDayOf(week: number): number {
  return (week - 1) * 7 + DAYS_BEFORE_WEEK_ONE;
}

/** 0 Monday … 6 Sunday. */
export function weekdayOf(day: number): number {
  return (((day - DAYS_BEFORE_WEEK_ONE) % 7) + 7) % 7;
}
