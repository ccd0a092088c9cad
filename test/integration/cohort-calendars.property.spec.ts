import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import type { CohortQuery } from '../../src/modules/analytics/domain/retention/cohort-query';
import { CohortCalendarKeeper } from '../../src/modules/analytics/infrastructure/postgres/cohort-calendar-keeper';
import { CohortCalendars } from '../../src/modules/analytics/infrastructure/postgres/cohort-calendars';
import { aCohortQuery } from '../factories/cohort-query.factory';
import { userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { allTables } from '../support/all-tables';
import { apply, byPeriod, query, step, type Step } from '../support/histories';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

let postgres: PostgresAnalytics;
let calendars: CohortCalendars;
let keeper: CohortCalendarKeeper;
beforeAll(async () => {
  postgres = await openPostgresAnalytics();
  calendars = new CohortCalendars(postgres.database);
  keeper = new CohortCalendarKeeper(postgres.database);
});
afterAll(() => postgres.close());
beforeEach(() => postgres.clear());

const running = new AbortController().signal;
const readKept = (asked: CohortQuery, today: string) => calendars.read(asked, today, 1_000);
const keep = () => keeper.keep(running);
const anyTitle = query.map((asked) => ({ ...asked, releaseIds: null }));

async function keepCalendarOf(asked: CohortQuery): Promise<void> {
  await calendars.ask(asked);
  await keep();
}

async function expectAnswersOf(memory: InMemoryAnalyticsV2Repository, queries: readonly Asked[]) {
  for (const { today, ...asked } of queries) {
    expect(await readKept(asked, today)).not.toBeNull();
    const answer = await postgres.repository.getCohortActivity(asked, today);
    expect(byPeriod(answer)).toEqual(byPeriod(await memory.getCohortActivity(asked, today)));
  }
}
type Asked = typeof anyTitle extends fc.Arbitrary<infer T> ? T : never;

/** The cubes as they are stored, without what counts nobody. */
async function cubes(): Promise<unknown> {
  const rows = async (text: string) =>
    (await postgres.client.query<unknown[]>({ text, rowMode: 'array' })).rows;
  const key = 'cohort_type, timezone, week_start, week_window';
  const named = 'JOIN cohort_calendars ON id = calendar_id';
  return {
    users: await rows(`SELECT ${key}, user_id, anchor, anchor_day::text, returned, ks
                       FROM cohort_calendar_users ${named} ORDER BY 1, 2, 3, 4, 5`),
    days: await rows(`SELECT ${key}, anchor_day::text, users, viewers, returned
                      FROM cohort_calendar_days ${named} WHERE users <> 0 OR viewers <> 0 OR returned <> 0
                      ORDER BY 1, 2, 3, 4, 5`),
    cells: await rows(`SELECT ${key}, anchor_day::text, k, active_users, last_users
                       FROM cohort_calendar_cells ${named} WHERE active_users <> 0 OR last_users <> 0
                       ORDER BY 1, 2, 3, 4, 5, 6`),
  };
}

async function buildAnew(): Promise<void> {
  await postgres.client.query(`
    TRUNCATE cohort_calendar_users, cohort_calendar_days, cohort_calendar_cells, cohort_calendar_changes;
    UPDATE cohort_calendars SET state = 'wanted'`);
  await keep();
}

const steps = (least: number, most: number) => fc.array(step, { minLength: least, maxLength: most });
/** As many as are kept at a time. */
const questions = fc.array(anyTitle, { minLength: 4, maxLength: 4 });

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('cohort calendars', () => {
  it('answer as a recount of raw facts does, whatever happens before and after they are built', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(0, 15),
        steps(0, 15),
        steps(0, 4),
        questions,
        async (before, after, last, asked) => {
          await postgres.clear();
          const memory = new InMemoryAnalyticsV2Repository();
          const happen = async (actions: readonly Step[]) => {
            for (const action of actions) {
              await apply(postgres.repository, action);
              await apply(memory, action);
            }
          };
          await happen(before);
          for (const question of asked) await keepCalendarOf(question);
          await expectAnswersOf(memory, asked);
          await happen(after);
          await expectAnswersOf(memory, asked);
          await happen(last);
          await keep();
          await expectAnswersOf(memory, asked);
          const kept = await cubes();
          await buildAnew();
          expect(kept).toEqual(await cubes());
        },
      ),
      { numRuns: 25 },
    );
  }, 180_000);

  it('are right after everything has happened at once', async () => {
    await fc.assert(
      fc.asyncProperty(steps(20, 50), questions, async (actions, asked) => {
        await postgres.clear();
        await Promise.all([
          ...actions.map((action) => apply(postgres.repository, action)),
          ...asked.map(async (question) => {
            await keepCalendarOf(question);
            await readKept(question, question.today);
          }),
        ]);
        // Those that were put off, or that an erasure has stopped.
        for (const question of asked) await keepCalendarOf(question);
        for (const question of asked) expect(await readKept(question, question.today)).not.toBeNull();
        await keep();
        const kept = await cubes();
        await buildAnew();
        expect(kept).toEqual(await cubes());
      }),
      { numRuns: 15 },
    );
  }, 180_000);

  it('hold no trace of an erased user', async () => {
    const asked = aQuestion();
    await watch(1, '2026-01-05T10:00:00Z', '2026-01-14T10:00:00Z');
    await watch(2, '2026-01-06T10:00:00Z');
    await keepCalendarOf(asked);
    await watch(1, '2026-01-22T10:00:00Z');
    await postgres.repository.eraseUser(userId(1));
    const tables = await allTables(postgres.url);
    expect(JSON.stringify(tables)).not.toContain(userId(1));
    expect(tables.cohort_calendar_users).toHaveLength(1);
    expect(tables.cohort_calendar_days).toHaveLength(1);
  });

  it('leave to the raw rows what they cannot answer', async () => {
    const asked = aQuestion();
    await watch(1, '2026-01-05T10:00:00Z');
    expect(await readKept(asked, '2026-03-01')).toBeNull();
    await keepCalendarOf(asked);
    expect(await readKept({ ...asked, releaseIds: [] }, '2026-03-01')).toBeNull();
    expect(await readKept({ ...asked, timezone: 'Asia/Tokyo' }, '2026-03-01')).toBeNull();
    await watch(2, '2026-01-05T10:00:00Z');
    // A snapshot can bring nothing up to date; it reads on, and sees what it saw.
    const [inside, outside] = await postgres.database.snapshot(running, async (client) => {
      await client.query('SELECT 1');
      await postgres.database.outside(() => watch(3, '2026-01-05T10:00:00Z'));
      return [
        await readKept(asked, '2026-03-01'),
        await postgres.repository.getCohortActivity(asked, '2026-03-01'),
      ];
    });
    expect(inside).toBeNull();
    expect(outside).toMatchObject([{ users: 2 }]);
    expect(await postgres.repository.getCohortActivity(asked, '2026-03-01')).toMatchObject([{ users: 3 }]);
  });

  it('are dropped when others have been asked for since', async () => {
    const zones = Array.from({ length: 9 }, (_, index) => `Etc/GMT+${index + 1}`);
    for (const timezone of zones) await keepCalendarOf({ ...aQuestion(), timezone });
    await keep();
    const { rows } = await postgres.client.query<{ timezone: string }>(
      'SELECT timezone FROM cohort_calendars ORDER BY id',
    );
    expect(rows.map(({ timezone }) => timezone)).toEqual(zones.slice(1));
  });
});

function aQuestion(): CohortQuery {
  const [from, until] = ['2025-12-31T21:00:00Z', '2026-01-31T21:00:00Z'];
  return aCohortQuery({ cohortType: 'first_view', timezone: 'Europe/Moscow', from, until });
}

async function watch(user: number, ...times: string[]): Promise<void> {
  const id = userId(user);
  await postgres.repository.saveUsers([
    { id, registeredAt: new Date('2026-01-01T00:00:00Z'), analysed: true },
  ]);
  await postgres.repository.recordViews(times.map((viewedAt) => aView({ userId: id, viewedAt })));
}
