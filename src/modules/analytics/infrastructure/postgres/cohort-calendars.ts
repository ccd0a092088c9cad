import type { Database } from '../../../../common/database/database';
import type { CalendarDate } from '../../../../common/kernel/calendar-date';
import type { CohortQuery } from '../../domain/retention/cohort-query';
import type { CohortActivityRow } from './queries/cohort-activity-rollups';
import { refreshCalendar } from './queries/cohort-calendar-counts';
import {
  ASK_FOR_CALENDAR,
  COHORT_ACTIVITY_BY_CALENDAR,
  FIND_KEPT_CALENDAR,
  type KeptCalendarRow,
  LOCK_CALENDAR,
} from './queries/cohort-calendars';

const ALL_USERS = 2_147_483_647;

/**
 * Answers cohort queries by other calendars than UTC weeks from Monday, where a cube is kept for the asked one. It is brought
 * up to date before it answers, so that its answer is the one that the raw rows would give.
 */
export class CohortCalendars {
  constructor(private readonly database: Database) {}

  /** Null: no cube is kept, or more than `mostChanged` users have changed since: those are left to the background. */
  async read(
    query: CohortQuery,
    today: CalendarDate,
    mostChanged: number,
  ): Promise<CohortActivityRow[] | null> {
    if (query.releaseIds !== null) return null;
    const [kept] = await this.database.query<KeptCalendarRow>(FIND_KEPT_CALENDAR, keyOf(query));
    if (!kept || kept.pending > mostChanged) return null;
    if (kept.forgotten) await this.ask(query);
    if (kept.pending === 0) return this.answer(kept.id, query, today);
    if (this.database.isInSnapshot) return null;
    return this.database.transaction(async () => {
      const locked = await this.database.query(LOCK_CALENDAR, [kept.id]);
      if (locked.length === 0) return null;
      await this.database.query(refreshCalendar(query.cohortType), [kept.id, ...countedBy(query), ALL_USERS]);
      return this.answer(kept.id, query, today);
    });
  }

  /** Lets the background build a cube for such queries, or keep the one that is there. */
  async ask(query: CohortQuery): Promise<void> {
    if (query.releaseIds !== null || this.database.isInSnapshot) return;
    await this.database.query(ASK_FOR_CALENDAR, keyOf(query));
  }

  private answer(id: number, query: CohortQuery, today: CalendarDate): Promise<CohortActivityRow[]> {
    return this.database.query<CohortActivityRow>(COHORT_ACTIVITY_BY_CALENDAR, [
      id,
      ...countedBy(query),
      query.from,
      query.until,
      query.weeks,
      today,
    ]);
  }
}

const keyOf = ({ cohortType, timezone, weekStart, window }: CohortQuery) => [
  cohortType,
  timezone,
  weekStart,
  window,
];

const countedBy = ({ timezone, weekStart, window }: CohortQuery) => [
  timezone,
  weekStart === 'sunday' ? 1 : 0,
  window === 'rolling',
];
