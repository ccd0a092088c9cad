import { addDays, type CalendarDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import type { ViewHistory } from '../analytics-v2.repository';

/** Views of consecutive days; the last is yesterday, since a day that still runs is no history. */
export interface DailySeries {
  readonly firstDay: CalendarDate;
  readonly views: readonly number[];
}

/** Older days say nothing about the coming ones, and would cost time. */
export const MAX_HISTORY_DAYS = 730;

/**
 * A release's series up to `yesterday`, at most {@link MAX_HISTORY_DAYS} long. Days without views are zeros, but only
 * from the first view on. `history` must hold all days from `yesterday` − {@link MAX_HISTORY_DAYS} + 1 on; undefined: no
 * view yet.
 */
export function dailySeries(history: ViewHistory | undefined, yesterday: CalendarDate): DailySeries {
  const earliest = addDays(yesterday, 1 - MAX_HISTORY_DAYS);
  const firstDay = history && history.firstDay > earliest ? history.firstDay : earliest;
  if (!history || firstDay > yesterday) return { firstDay: addDays(yesterday, 1), views: [] };
  const first = toDayNumber(firstDay);
  const views = new Array<number>(toDayNumber(yesterday) - first + 1).fill(0);
  for (const day of history.daily) {
    const index = toDayNumber(day.day) - first;
    if (index >= 0 && index < views.length) views[index] = day.views;
  }
  return { firstDay, views };
}
