import type { CalendarDate } from '../../../../common/kernel/calendar-date';

/** UTC days with a view. */
export interface ActiveDays {
  readonly days: number;
  readonly first: CalendarDate;
  readonly last: CalendarDate;
}

/** The last weeks up to now. */
export interface RecentActivity {
  /** Views in the last 30 × 24 hours, and in as many before them. */
  readonly views30: number;
  readonly previousViews30: number;
  /** Mean completion in the last 30 × 24 hours, 0…1; null without any. */
  readonly completion30: number | null;
  /** UTC days with a view among the last 28, today included. */
  readonly activeDays28: number;
}

/** What one viewer has done, as far as it takes to tell who is about to leave. */
export interface ViewerActivity {
  readonly userId: string;
  readonly registeredAt: Date;
  readonly views: number;
  readonly lastViewedAt: Date | null;
  /** Mean over the views that carry one, 0…1; null without any. */
  readonly completion: number | null;
  /** Null without views. */
  readonly activeDays: ActiveDays | null;
  readonly recent: RecentActivity;
}

/** Views of one release by one viewer. */
export interface WatchedRelease {
  readonly releaseId: string;
  readonly views: number;
}

/** All that one viewer has done. */
export interface ViewerHistory extends ViewerActivity {
  /** Length of the union of all viewing intervals. */
  readonly watchedSeconds: number;
  /** Views by hour of the local clock, 24 counts. */
  readonly viewsByHour: readonly number[];
  /** Watched last first. */
  readonly releases: readonly WatchedRelease[];
}
