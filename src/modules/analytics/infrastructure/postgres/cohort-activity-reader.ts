import type { CalendarDate } from '../../../../common/kernel/calendar-date';
import type { Database } from '../../../../common/database/database';
import type { CohortActivity } from '../../domain/retention/cohort-activity';
import type { CohortQuery } from '../../domain/retention/cohort-query';
import { CohortCalendars } from './cohort-calendars';
import { knownTimeZone } from './known-time-zone';
import {
  COHORT_ACTIVITY_BY_WHOLE_WEEKS,
  type CohortActivityRow,
  cohortActivityByCutWeeks,
} from './queries/cohort-activity-rollups';
import { cohortActivityByRows } from './queries/cohort-activity-rows';

/** Questions that take longer, in milliseconds, are worth a cube of their own. */
const SLOW_MS = 100;
/** Users that a question may count anew to bring a cube up to date, as the other way to an answer is cheap or dear. */
const MOST_CHANGED = { elseBitmaps: 500, elseRows: 20_000 };

const WEEK_MS = 7 * 86_400_000;
/** 1900-01-01, the Monday that `utc_week` counts from. */
const FIRST_MONDAY = Date.UTC(1900, 0, 1);

/** Answers a cohort query from the cheapest source that knows it exactly; all sources agree. */
export class CohortActivityReader {
  private readonly calendars: CohortCalendars;

  constructor(private readonly database: Database) {
    this.calendars = new CohortCalendars(database);
  }

  async read(query: CohortQuery, today: CalendarDate): Promise<CohortActivity[]> {
    const rows = await this.fromCheapest(query, today);
    return groupByCohort(rows).map((cohort) => toActivity(cohort, query));
  }

  private async fromCheapest(query: CohortQuery, today: CalendarDate): Promise<CohortActivityRow[]> {
    const from = (query.from.getTime() - FIRST_MONDAY) / WEEK_MS;
    const until = (query.until.getTime() - FIRST_MONDAY) / WEEK_MS;
    if (isByUtcWeeks(query)) {
      if (Number.isInteger(from) && Number.isInteger(until)) return this.fromWholeWeeks(query, from, until);
      const kept = await this.calendars.read(query, today, MOST_CHANGED.elseBitmaps);
      return kept ?? this.askIfSlow(query, () => this.fromCutWeeks(query, from, until));
    }
    const kept = await this.calendars.read(query, today, MOST_CHANGED.elseRows);
    return kept ?? this.askIfSlow(query, () => this.fromRows(query, today));
  }

  /** The next who asks like that shall be answered from a cube. */
  private async askIfSlow(
    query: CohortQuery,
    read: () => Promise<CohortActivityRow[]>,
  ): Promise<CohortActivityRow[]> {
    const began = performance.now();
    const rows = await read();
    if (performance.now() - began > SLOW_MS) await this.calendars.ask(query);
    return rows;
  }

  private fromWholeWeeks(query: CohortQuery, from: number, until: number): Promise<CohortActivityRow[]> {
    const values = [query.cohortType, from, until, query.weeks];
    return this.database.query<CohortActivityRow>(COHORT_ACTIVITY_BY_WHOLE_WEEKS, values);
  }

  private fromCutWeeks(query: CohortQuery, from: number, until: number): Promise<CohortActivityRow[]> {
    // A range inside one week has no whole weeks: then all of it is the first cut part.
    const cutInside = Math.ceil(from) > Math.floor(until);
    const wholeFrom = cutInside ? until : Math.ceil(from);
    const wholeUntil = cutInside ? until : Math.floor(until);
    const instant = (week: number) => new Date(FIRST_MONDAY + Math.round(week * WEEK_MS));
    return this.database.query<CohortActivityRow>(cohortActivityByCutWeeks(query.cohortType), [
      query.cohortType,
      Math.ceil(wholeFrom),
      Math.ceil(wholeUntil),
      query.weeks,
      query.from,
      instant(wholeFrom),
      instant(wholeUntil),
      query.until,
    ]);
  }

  private fromRows(query: CohortQuery, today: CalendarDate): Promise<CohortActivityRow[]> {
    const values = [
      ...scopeOf(query),
      query.window === 'rolling',
      query.weeks,
      today,
      ...(query.releaseIds ? [query.releaseIds] : []),
    ];
    return knownTimeZone(() =>
      this.database.queryLong<CohortActivityRow>({ text: cohortActivityByRows(query) }, values),
    );
  }
}

/** $1 from, $2 until, $3 time zone, $4 days that the weeks are shifted by. */
export function scopeOf(query: CohortQuery): unknown[] {
  return [query.from, query.until, query.timezone, query.weekStart === 'sunday' ? 1 : 0];
}

function isByUtcWeeks(query: CohortQuery): boolean {
  return (
    query.timezone === 'UTC' &&
    query.weekStart === 'monday' &&
    query.window === 'calendar' &&
    query.releaseIds === null
  );
}

function groupByCohort(rows: CohortActivityRow[]): CohortActivityRow[][] {
  const cohorts = new Map<string, CohortActivityRow[]>();
  for (const row of rows) {
    const cohort = cohorts.get(row.cohort);
    if (cohort) cohort.push(row);
    else cohorts.set(row.cohort, [row]);
  }
  return [...cohorts.values()];
}

function toActivity(rows: CohortActivityRow[], query: CohortQuery): CohortActivity {
  const total = (column: 'users' | 'viewers' | 'returned') => rows.reduce((sum, row) => sum + row[column], 0);
  const users = total('users');
  const column = (name: 'aged' | 'active' | 'last') => {
    const values = new Array<number>(query.weeks + 2).fill(0);
    for (const row of rows) if (row.k > 0) values[row.k]! += row[name];
    return values;
  };
  const weeks = (values: number[]) => [users, ...values.slice(1, query.weeks + 1)];
  return {
    periodStart: rows[0]!.cohort,
    users,
    viewers: total('viewers'),
    returned: total('returned'),
    eligible:
      query.window === 'rolling'
        ? weeks(sumsFrom(column('aged')))
        : new Array<number>(query.weeks + 1).fill(users),
    active: weeks(column('active')),
    activeOrLater: weeks(sumsFrom(column('last'))),
  };
}

/** Entry k becomes the sum of the entries from k on. */
function sumsFrom(values: number[]): number[] {
  const sums = [...values];
  for (let k = sums.length - 2; k >= 0; k--) sums[k]! += sums[k + 1]!;
  return sums;
}
