import type { CalendarDate } from '../../../../common/kernel/calendar-date';

/**
 * What one cohort did, in users. The lists are indexed by k = 0…weeks; entry 0 is the whole cohort.
 * Weeks that still run are counted as far as they have come: the report decides what to show of them.
 */
export interface CohortActivity {
  /** First day of the calendar period (a week, in the service) that holds the users' anchors. */
  readonly periodStart: CalendarDate;
  readonly users: number;
  /** Users with at least one view at or after their anchor. */
  readonly viewers: number;
  /** Users with a view in a later calendar week than their anchor's. */
  readonly returned: number;
  /** Users old enough for week k; in calendar windows the whole cohort. */
  readonly eligible: readonly number[];
  /** Eligible users active in week k. */
  readonly active: readonly number[];
  /** Eligible users active in week k or later. */
  readonly activeOrLater: readonly number[];
}
