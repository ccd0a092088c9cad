import type { WeekStart } from '../../../../common/kernel/calendar-date';

export const COHORT_TYPES = ['registration', 'first_view'] as const;
export type CohortType = (typeof COHORT_TYPES)[number];

export const RETENTION_MODES = ['on', 'on_or_after'] as const;
/** `on`: active in week k. `on_or_after`: active in week k or any later one, the running week included. */
export type RetentionMode = (typeof RETENTION_MODES)[number];

export const RETENTION_WINDOWS = ['calendar', 'rolling'] as const;
/** `calendar`: weeks of the calendar. `rolling`: seven local dates each, counted from the anchor's own. */
export type RetentionWindow = (typeof RETENTION_WINDOWS)[number];

export const MAX_COHORT_WEEKS = 52;

/** Which users are asked about, and how their weeks are counted (definitions.md, "Retention"). */
export interface CohortQuery {
  readonly cohortType: CohortType;
  /** First instant of the range of anchors. */
  readonly from: Date;
  /** First instant after the range. */
  readonly until: Date;
  /** Weeks 1…weeks follow the anchor's own week; 0…52. */
  readonly weeks: number;
  readonly window: RetentionWindow;
  /** IANA name. */
  readonly timezone: string;
  readonly weekStart: WeekStart;
  /** Only views of these releases count, as activity and as a first view; null: all views count. */
  readonly releaseIds: readonly string[] | null;
}
