import {
  addDays,
  type CalendarDate,
  isoWeekLabel,
  type WeekStart,
} from '../../../../common/kernel/calendar-date';
import type { CohortActivity } from './cohort-activity';
import type { RetentionMode, RetentionWindow } from './cohort-query';
import { wilsonInterval } from './wilson-interval';

/** Rates and bounds are percentages with one decimal; null while nothing can be said yet. */
export interface RetentionWeek {
  readonly week: number;
  readonly eligibleUsers: number;
  readonly activeUsers: number | null;
  readonly rate: number | null;
  readonly ciLower: number | null;
  readonly ciUpper: number | null;
}

export interface CohortLine {
  /** First day of the cohort's week. */
  readonly periodStart: CalendarDate;
  /** ISO week (`2026-W01`); for weeks that start on Sunday their first day. */
  readonly period: string;
  readonly size: number;
  /** Weeks 0…weeks. */
  readonly retention: readonly RetentionWeek[];
}

export interface CohortReport {
  readonly cohorts: readonly CohortLine[];
  readonly totalUsers: number;
  /** Percentages with one decimal; null when no user can be asked about. */
  readonly overallRetentionRate: number | null;
  readonly returningRate: number | null;
}

export interface CohortReportOptions {
  readonly mode: RetentionMode;
  readonly window: RetentionWindow;
  readonly weekStart: WeekStart;
  /** Smaller cohorts get no line of their own; they stay in the totals. */
  readonly minCohortSize: number;
  /** Local date of the moment that the activity was read at. */
  readonly today: CalendarDate;
}

/** Turns counted activity into the retention table of definitions.md, oldest cohort first. */
export function cohortReport(
  activity: readonly CohortActivity[],
  options: CohortReportOptions,
): CohortReport {
  const oldestFirst = [...activity].sort((a, b) => a.periodStart.localeCompare(b.periodStart));
  const followed = activity.filter((cohort) => weekHasEnded(cohort.periodStart, 1, options.today));
  const totalUsers = sum(activity, (cohort) => cohort.users);
  return {
    cohorts: oldestFirst
      .filter((cohort) => cohort.users >= Math.max(1, options.minCohortSize))
      .map((cohort) => ({
        periodStart: cohort.periodStart,
        period: options.weekStart === 'monday' ? isoWeekLabel(cohort.periodStart) : cohort.periodStart,
        size: cohort.users,
        retention: cohort.eligible.map((_, week) => retentionWeek(cohort, week, options)),
      })),
    totalUsers,
    overallRetentionRate: percentage(
      sum(activity, (cohort) => cohort.viewers),
      totalUsers,
    ),
    returningRate: percentage(
      sum(followed, (cohort) => cohort.returned),
      sum(followed, (cohort) => cohort.users),
    ),
  };
}

function retentionWeek(cohort: CohortActivity, week: number, options: CohortReportOptions): RetentionWeek {
  if (week === 0) {
    // The anchor itself is an activity: full by definition, so there is nothing to estimate.
    return {
      week,
      eligibleUsers: cohort.users,
      activeUsers: cohort.users,
      rate: 100,
      ciLower: null,
      ciUpper: null,
    };
  }
  const eligibleUsers = cohort.eligible[week] ?? 0;
  const running = options.window === 'calendar' && !weekHasEnded(cohort.periodStart, week, options.today);
  if (running || eligibleUsers === 0) {
    return { week, eligibleUsers, activeUsers: null, rate: null, ciLower: null, ciUpper: null };
  }
  const activeUsers = (options.mode === 'on' ? cohort.active : cohort.activeOrLater)[week] ?? 0;
  const interval = wilsonInterval(activeUsers, eligibleUsers);
  return {
    week,
    eligibleUsers,
    activeUsers,
    rate: percentage(activeUsers, eligibleUsers),
    ciLower: oneDecimal(100 * interval.lower),
    ciUpper: oneDecimal(100 * interval.upper),
  };
}

/** Whether the k-th week after the one that begins on `weekStart` lies wholly before `today`. */
function weekHasEnded(weekStart: CalendarDate, k: number, today: CalendarDate): boolean {
  return addDays(weekStart, 7 * (k + 1)) <= today;
}

function percentage(part: number, whole: number): number | null {
  return whole === 0 ? null : oneDecimal((100 * part) / whole);
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
