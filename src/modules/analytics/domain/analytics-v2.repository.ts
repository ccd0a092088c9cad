import type { CalendarDate } from '../../../common/kernel/calendar-date';
import type { ItemOutcome } from '../../../common/kernel/batch';
import type {
  ExposedArmDay,
  ExposedUserMetric,
  ExposedUserOptions,
  ExposedUsers,
  ExposedUserSums,
} from './experiments/exposed-user-metrics';
import type { CohortActivity } from './retention/cohort-activity';
import type { CohortQuery } from './retention/cohort-query';
import type { VisitSample } from './churn/visit-sample';
import type { ViewEvent } from './view-event';
import type { ViewerActivity, ViewerHistory } from './viewers/viewer-history';

export interface DailyViews {
  readonly day: CalendarDate;
  readonly views: number;
  readonly watchSeconds: number;
}

/** Views of a release that ended at about the same time. */
export interface Arrivals {
  readonly at: Date;
  readonly releaseId: string;
  readonly views: number;
  readonly watchSeconds: number;
  /** Each once. */
  readonly userIds: readonly string[];
}

/** A release's views by UTC day, without the days that have none. */
export interface ViewHistory {
  /** Day of the very first view. */
  readonly firstDay: CalendarDate;
  /** Oldest first. */
  readonly daily: readonly { readonly day: CalendarDate; readonly views: number }[];
}

/** What the facts need to know of a user. */
export interface AnalysedUser {
  readonly id: string;
  readonly registeredAt: Date;
  /** Only accounts of viewers count in the analysis; the views of others are stored all the same. */
  readonly analysed: boolean;
}

/**
 * The one port to the view facts. Each method answers one question, from one snapshot.
 * Days and weeks are UTC unless a time zone is given.
 */
export abstract class AnalyticsV2Repository {
  /**
   * Stores views and everything counted from them, or nothing, and resolves after the commit with one outcome
   * per event. A repeated `eventId` with the same body is a duplicate, with another body `event.conflict`;
   * a user that is not there is `user.unknown`. Releases are the caller's to check.
   */
  abstract recordViews(events: readonly ViewEvent[]): Promise<ItemOutcome[]>;

  /** When a stored event took place; null: there is no such event. */
  abstract getViewTime(eventId: string): Promise<Date | null>;

  /** Adds users, or changes their registration date or whether they are analysed. Each id once. */
  abstract saveUsers(users: readonly AnalysedUser[]): Promise<void>;

  /** Removes a user's views and all that was counted from them. */
  abstract eraseUser(userId: string): Promise<void>;

  /**
   * Activity of the cohorts whose anchors lie in the asked range, those without users left out, in no
   * particular order. `today` is the local date up to which rolling weeks have come.
   */
  abstract getCohortActivity(query: CohortQuery, today: CalendarDate): Promise<CohortActivity[]>;

  /** All views of each release; a release without views is not in the answer. */
  abstract getCurrentReleaseViews(releaseIds: readonly string[]): Promise<Map<string, number>>;

  /** Views by UTC day, first to last day inclusive, oldest first; days without views are left out. */
  abstract getReleaseHistoricalViews(
    releaseId: string,
    from: CalendarDate,
    to: CalendarDate,
  ): Promise<DailyViews[]>;

  /**
   * Histories from day `from` to day `to`, inclusive, by release; one without a view up to `to` is not in the
   * answer. `firstDay` may lie before `from`.
   */
  abstract getViewHistories(
    releaseIds: readonly string[],
    from: CalendarDate,
    to: CalendarDate,
  ): Promise<Map<string, ViewHistory>>;

  /** A page of the releases with a view up to day `to`, by id, with the day of the first; `after` begins it. */
  abstract listViewedReleases(
    to: CalendarDate,
    after: string | null,
    limit: number,
  ): Promise<{ releaseId: string; firstDay: CalendarDate }[]>;

  /**
   * All that a user has done up to `now`, hours by the clocks of `timezone` (IANA); null: no such user. Throws
   * `validation.isTimeZone` for a zone that the engine does not know.
   */
  abstract getViewerHistory(userId: string, timezone: string, now: Date): Promise<ViewerHistory | null>;

  /** The activity of those of `userIds` who are analysed, in no particular order. */
  abstract getViewerActivity(userIds: readonly string[], now: Date): Promise<ViewerActivity[]>;

  /** A page of the analysed users, by id; `after` begins it. */
  abstract listViewers(after: string | null, limit: number): Promise<string[]>;

  /**
   * Active days of about `size` analysed users with views, always the same ones of the same users; `heldOutFrom` parts
   * them (days from 1970-01-01, UTC).
   */
  abstract sampleVisits(heldOutFrom: number, size: number): Promise<VisitSample[]>;

  /** Of each user with views the last `limit` releases watched, the last first. */
  abstract getWatchedReleases(userIds: readonly string[], limit: number): Promise<Map<string, string[]>>;

  /**
   * Views that ended within the `minutes` before `now`, the oldest first: when a view was told of is not stored, but that
   * is when it can have been at the earliest. Times are right to the second, or before the last five minutes to the minute.
   */
  abstract getRecentArrivals(now: Date, minutes: number): Promise<Arrivals[]>;

  /** The `limit` releases with the most views from day `from` on, the most first. */
  abstract getPopularReleases(from: CalendarDate, limit: number): Promise<string[]>;

  /** Those of `userIds` who have a view of one of the releases. */
  abstract findViewers(userIds: readonly string[], releaseIds: readonly string[]): Promise<Set<string>>;

  /** What the exposed users of an A/B test have done since, summed up by variant, from one statement. */
  abstract getExposedUserMetrics(
    users: ExposedUsers,
    metric: ExposedUserMetric,
    options: ExposedUserOptions,
  ): Promise<ExposedUserSums>;

  /** The same by UTC day, the first day first; days that add nothing are left out. */
  abstract getExposedUserDays(users: ExposedUsers, metric: ExposedUserMetric): Promise<ExposedArmDay[]>;
}
