import { isDeepStrictEqual } from 'node:util';
import { type CalendarDate, fromDayNumber } from '../../src/common/kernel/calendar-date';
import type { Database } from '../../src/common/database/database';
import type { CohortActivity } from '../../src/modules/analytics/domain/retention/cohort-activity';
import { CohortCalendarKeeper } from '../../src/modules/analytics/infrastructure/postgres/cohort-calendar-keeper';
import { CohortCalendars } from '../../src/modules/analytics/infrastructure/postgres/cohort-calendars';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { END } from '../data/dataset';
import type { Benchmark, Environment } from '../environment';
import { compare, takeTurns, timed } from '../measure';
import { durations, type Result } from '../result';
import type { DuckDb } from '../support/duckdb';
import { type CohortCase, cohortCases } from './cohort-cases';
import { cohortActivityInDuckDb, firstDayOf, retentionInDuckDb } from './cohorts-in-duckdb';

/** The day after the last of the data, in milliseconds a day. */
const TODAY = fromDayNumber(END / 86_400_000);

/** Weekly cohorts, uncached, through the port, against DuckDB on the raw views; both must say the same. */
export const cohorts: Benchmark = {
  name: 'cohorts',
  async run({ dataset, duckDb, options, store }) {
    const ours = await store.openComplete();
    try {
      const repository = new PostgresAnalyticsV2Repository(ours.database);
      const results: Result[] = [];
      for (const each of cohortCases(dataset)) {
        if (each.ownCalendar) results.push(...(await keepCalendar(each, repository, ours.database, duckDb)));
        results.push(await measure(each, repository, duckDb, options.rounds));
      }
      return results;
    } finally {
      await ours.close();
    }
  },
};

/**
 * Builds the cube that a slow question by another calendar makes the background build. The first of all is measured before:
 * that is what everybody waits who asks by a calendar for the first time.
 */
async function keepCalendar(
  { name, query }: CohortCase,
  repository: PostgresAnalyticsV2Repository,
  database: Database,
  duckDb: DuckDb,
): Promise<Result[]> {
  const [{ calendars }] = (await database.query<{ calendars: number }>({
    text: 'SELECT count(*)::integer AS calendars FROM cohort_calendars',
  })) as [{ calendars: number }];
  const results: Result[] = [];
  if (calendars === 0) {
    const peer = await duckDb.prepare(retentionInDuckDb(query, TODAY));
    const ours = await timed(() => repository.getCohortActivity(query, TODAY));
    const theirs = await timed(peer);
    results.push(durations(`${name}, asked for the first time`, 'DuckDB', null, compare([ours], [theirs])));
  }
  await new CohortCalendars(database).ask(query);
  await new CohortCalendarKeeper(database).keep(new AbortController().signal);
  return results;
}

async function measure(
  { name, query, target }: CohortCase,
  repository: PostgresAnalyticsV2Repository,
  duckDb: DuckDb,
  rounds: Environment['options']['rounds'],
): Promise<Result> {
  const counted = await duckDb.query<DuckDbRow>(cohortActivityInDuckDb(query, TODAY));
  const expected = activitiesOf(counted, (week) => fromDayNumber(firstDayOf(week, query)));
  const answered = [...(await repository.getCohortActivity(query, TODAY))];
  answered.sort((a, b) => a.periodStart.localeCompare(b.periodStart));
  if (!isDeepStrictEqual(answered, expected)) {
    throw new Error(`${name}: ours differs from DuckDB\n${JSON.stringify({ answered, expected })}`);
  }

  const peer = await duckDb.prepare(retentionInDuckDb(query, TODAY));
  const found = await takeTurns(rounds, {
    ours: () => timed(() => repository.getCohortActivity(query, TODAY)),
    peer: () => timed(peer),
  });
  return durations(name, 'DuckDB', target, compare(found.ours, found.peer));
}

interface DuckDbRow {
  cohort: bigint;
  k: bigint;
  users: bigint;
  viewers: bigint;
  returned: bigint;
  eligible: bigint;
  active: bigint;
  active_or_later: bigint;
}

function activitiesOf(
  rows: readonly DuckDbRow[],
  firstDay: (week: number) => CalendarDate,
): CohortActivity[] {
  const cohorts = new Map<bigint, DuckDbRow[]>();
  for (const row of rows) cohorts.set(row.cohort, [...(cohorts.get(row.cohort) ?? []), row]);
  return [...cohorts].map(([cohort, weeks]) => {
    const [{ users, viewers, returned }] = weeks as [DuckDbRow];
    const series = (column: 'eligible' | 'active' | 'active_or_later') => [
      Number(users),
      ...weeks.filter(({ k }) => k > 0).map((row) => Number(row[column])),
    ];
    return {
      periodStart: firstDay(Number(cohort)),
      users: Number(users),
      viewers: Number(viewers),
      returned: Number(returned),
      eligible: series('eligible'),
      active: series('active'),
      activeOrLater: series('active_or_later'),
    };
  });
}
