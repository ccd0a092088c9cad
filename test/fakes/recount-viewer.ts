import { addDays, localDate, toDayNumber } from '../../src/common/kernel/calendar-date';
import type { AnalysedUser } from '../../src/modules/analytics/domain/analytics-v2.repository';
import type { VisitSample } from '../../src/modules/analytics/domain/churn/visit-sample';
import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import type {
  ViewerActivity,
  ViewerHistory,
} from '../../src/modules/analytics/domain/viewers/viewer-history';

const DAY_MS = 86_400_000;

/** Everything below is counted anew from one user's raw views, `views`, in any order. */
export function recountActivity(user: AnalysedUser, views: readonly ViewEvent[], now: Date): ViewerActivity {
  const ages = views.map((view) => (now.getTime() - view.viewedAt.getTime()) / DAY_MS);
  const days = [...new Set(views.map((view) => localDate(view.viewedAt, 'UTC')))].sort();
  const recent = views.filter((_, index) => ages[index]! < 30);
  return {
    userId: user.id,
    registeredAt: user.registeredAt,
    views: views.length,
    lastViewedAt: views.length === 0 ? null : new Date(Math.max(...views.map((view) => +view.viewedAt))),
    completion: meanCompletion(views),
    activeDays: days.length === 0 ? null : { days: days.length, first: days[0]!, last: days.at(-1)! },
    recent: {
      views30: recent.length,
      previousViews30: ages.filter((age) => age >= 30 && age < 60).length,
      completion30: meanCompletion(recent),
      activeDays28: days.filter((day) => day > addDays(localDate(now, 'UTC'), -28)).length,
    },
  };
}

export function recountHistory(
  user: AnalysedUser,
  views: readonly ViewEvent[],
  timezone: string,
  now: Date,
): ViewerHistory {
  const viewsByHour = new Array<number>(24).fill(0);
  const hourOf = new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' });
  for (const view of views) viewsByHour[Number(hourOf.format(view.viewedAt))]!++;
  return {
    ...recountActivity(user, views, now),
    watchedSeconds: coveredSeconds(views),
    viewsByHour,
    releases: recountReleases(views),
  };
}

/** Days from 1970-01-01; null without views. */
export function recountVisits(views: readonly ViewEvent[], heldOutFrom: number): VisitSample | null {
  const days = [...new Set(views.map((view) => toDayNumber(localDate(view.viewedAt, 'UTC'))))];
  const earlier = days.filter((day) => day < heldOutFrom);
  return days.length === 0
    ? null
    : {
        firstDay: Math.min(...days),
        days: days.length,
        lastDay: Math.max(...days),
        earlierDays: earlier.length,
        earlierLastDay: earlier.length === 0 ? null : Math.max(...earlier),
      };
}

/** Watched last first. */
export function recountReleases(views: readonly ViewEvent[]): { releaseId: string; views: number }[] {
  const lastFirst = [...views].sort(
    (a, b) => +b.viewedAt - +a.viewedAt || (a.releaseId < b.releaseId ? -1 : 1),
  );
  return [...new Set(lastFirst.map((view) => view.releaseId))].map((releaseId) => ({
    releaseId,
    views: views.filter((view) => view.releaseId === releaseId).length,
  }));
}

/** By the bounds of all intervals: each stretch between two neighbouring ones is covered or not. */
function coveredSeconds(views: readonly ViewEvent[]): number {
  const intervals = views.map((view) => [+view.viewedAt, +view.viewedAt + view.watchSeconds * 1000] as const);
  const bounds = [...new Set(intervals.flat())].sort((a, b) => a - b);
  return bounds.slice(1).reduce((sum, end, index) => {
    const start = bounds[index]!;
    const isCovered = intervals.some(([from, to]) => from <= start && end <= to);
    return sum + (isCovered ? (end - start) / 1000 : 0);
  }, 0);
}

function meanCompletion(views: readonly ViewEvent[]): number | null {
  const known = views.flatMap((view) => view.completion ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
