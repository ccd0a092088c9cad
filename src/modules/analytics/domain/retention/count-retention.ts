import {
  type CalendarDate,
  startOfWeek,
  toDayNumber,
  type WeekStart,
} from '../../../../common/kernel/calendar-date';
import type { CohortActivity } from './cohort-activity';

/** One user, or one occasion of a user, and the local dates of activity from the anchor on, in any order. */
export interface ActivityHistory {
  readonly anchor: CalendarDate;
  readonly activeDays: readonly CalendarDate[];
}

export type RetentionPeriod =
  | { readonly unit: 'day' | 'week'; readonly window: 'calendar' | 'rolling'; readonly weekStart?: WeekStart }
  | { readonly unit: 'month'; readonly window: 'calendar' };

/**
 * Retention counted straight from histories: the executable form of definitions.md, "Retention". It serves the
 * engines that hold little data, and every other engine is checked against it.
 *
 * Histories are grouped by the calendar period (day, week or month) of their anchor; step k is the k-th calendar
 * period after it, or with `rolling` the local dates d + k·n … d + k·n + n − 1 (n = 1 or 7) from the anchor's
 * date d. `steps` is how many follow step 0; `today` is the local date that rolling steps must have ended before.
 */
export function countRetention(
  histories: readonly ActivityHistory[],
  period: RetentionPeriod,
  steps: number,
  today: CalendarDate,
): CohortActivity[] {
  const cohorts = new Map<CalendarDate, ActivityHistory[]>();
  for (const history of histories) {
    const start = startOfPeriod(history.anchor, period);
    cohorts.set(start, [...(cohorts.get(start) ?? []), history]);
  }
  return [...cohorts].map(([periodStart, members]) => {
    const reached = members.map((member) => stepsOf(member, period));
    const lastEnded = members.map((member) => lastEndedStep(member.anchor, period, today));
    const count = (matches: (memberSteps: Set<number>, k: number) => boolean) =>
      range(steps).map((k) =>
        k === 0 ? members.length : reached.filter((own, i) => lastEnded[i]! >= k && matches(own, k)).length,
      );
    return {
      periodStart,
      users: members.length,
      viewers: members.filter((member) => member.activeDays.length > 0).length,
      returned: members.filter(({ activeDays }) =>
        activeDays.some((day) => startOfPeriod(day, period) > periodStart),
      ).length,
      eligible: count(() => true),
      active: count((own, k) => own.has(k)),
      activeOrLater: count((own, k) => [...own].some((step) => step >= k)),
    };
  });
}

function startOfPeriod(date: CalendarDate, period: RetentionPeriod): CalendarDate {
  switch (period.unit) {
    case 'day':
      return date;
    case 'week':
      return startOfWeek(date, period.weekStart ?? 'monday');
    case 'month':
      return `${date.slice(0, 7)}-01`;
  }
}

/** Months are counted in months, everything else in days. */
function periodNumber(date: CalendarDate, unit: RetentionPeriod['unit']): number {
  if (unit === 'month') return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return toDayNumber(date);
}

function stepsOf({ anchor, activeDays }: ActivityHistory, period: RetentionPeriod): Set<number> {
  const origin = period.window === 'rolling' ? anchor : startOfPeriod(anchor, period);
  return new Set(
    activeDays.map((day) => {
      const reached = period.window === 'rolling' ? day : startOfPeriod(day, period);
      const distance = periodNumber(reached, period.unit) - periodNumber(origin, period.unit);
      return period.unit === 'week' ? Math.floor(distance / 7) : distance;
    }),
  );
}

/** The last rolling step that lies wholly before today; calendar steps are left to the report. */
function lastEndedStep(anchor: CalendarDate, period: RetentionPeriod, today: CalendarDate): number {
  if (period.window === 'calendar') return Infinity;
  const length = period.unit === 'day' ? 1 : 7;
  return Math.floor((toDayNumber(today) - toDayNumber(anchor)) / length) - 1;
}

function range(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, k) => k);
}
