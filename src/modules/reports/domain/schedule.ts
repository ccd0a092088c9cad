import { addDays, type CalendarDate, localDate, startOfWeek } from '../../../common/kernel/calendar-date';
import type { DateRange, ReportOrder } from './report';

export const PERIODS = ['last_7_days', 'last_30_days', 'last_week', 'last_month'] as const;
/** Whole days by the schedule's clocks before the day of the run: so many, the last Monday to Sunday, the last month. */
export type Period = (typeof PERIODS)[number];

export interface Schedule extends ReportOrder {
  readonly id: string;
  readonly name: string;
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** IANA name; cron and period go by its clocks. */
  readonly timezone: string;
  readonly period: Period;
  readonly recipients: readonly string[];
  readonly createdAt: Date;
  readonly nextRunAt: Date;
}

/** What a period means for a run at `slot`. */
export function rangeOf(period: Period, slot: Date, timezone: string): DateRange {
  const today = localDate(slot, timezone);
  const [from, until] = daysOf(period, today);
  return {
    startDate: startOfDay(from, timezone),
    endDate: new Date(startOfDay(until, timezone).getTime() - 1_000),
  };
}

/** First day of the period, and first day after it. */
function daysOf(period: Period, today: CalendarDate): [CalendarDate, CalendarDate] {
  switch (period) {
    case 'last_7_days':
      return [addDays(today, -7), today];
    case 'last_30_days':
      return [addDays(today, -30), today];
    case 'last_week': {
      const monday = startOfWeek(today, 'monday');
      return [addDays(monday, -7), monday];
    }
    case 'last_month': {
      const first = `${today.slice(0, 7)}-01`;
      return [`${addDays(first, -1).slice(0, 7)}-01`, first];
    }
  }
}

const HOUR_MS = 3_600_000;

/** The first instant at which clocks in the zone show this date: midnight, or later where the clocks jump over it. */
export function startOfDay(date: CalendarDate, timezone: string): Date {
  const noon = Date.parse(`${date}T12:00:00Z`);
  // No zone is further from UTC than 15 hours; dates never go backwards by more than a clock's change.
  let [before, after] = [noon - 40 * HOUR_MS, noon + 16 * HOUR_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(new Date(middle), timezone) >= date) after = middle;
    else before = middle;
  }
  return new Date(after);
}
