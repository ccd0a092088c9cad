import { join } from 'node:path';
import { Client } from 'pg';
import { addDays, isoWeekLabel } from '../../src/common/kernel/calendar-date';
import { stableId } from '../../src/modules/importer/infrastructure/stable-id';
import { ImportDataset, MovielensSource } from '../../src/modules/importer';
import { compareWithRecount } from '../support/recount';
import { startTestApp, type TestApp } from '../support/test-app';
import { DATA_FOLDER, readJson } from './data-folder';

interface Expected {
  events: number;
  users: number;
  catalogue: number;
  genre_events: Record<string, number>;
  genre_unique_users: Record<string, number>;
  weekly_cohorts_first_12: Record<string, { size: number; active_by_week_0_8: number[] }>;
}

interface CohortAnswer {
  total_users_analyzed: number;
  cohorts: { cohort_period: string; cohort_size: number; retention: { active_users: number }[] }[];
}

const expected = readJson<Expected>('movielens-small', 'expected_events.json');

let service: TestApp;
beforeAll(async () => (service = await startTestApp({ now: '2016-10-17T00:00:00Z' })));
afterAll(() => service.close());

const load = async () => {
  const source = new MovielensSource(join(DATA_FOLDER, 'movielens-small'));
  const observer = { progress: () => undefined, reject: () => undefined };
  return service.app.get(ImportDataset).execute(source, observer);
};

const firstViewCohorts = async (request: object): Promise<CohortAnswer> => {
  const body = { cohort_type: 'first_view', ...request };
  return (await service.asAdmin('post', '/analytics/v2/cohorts', body).expect(200)).body as CohortAnswer;
};

describe('MovieLens', () => {
  it('comes in whole, and only once', async () => {
    expect(await load()).toEqual({
      users: { added: expected.users, duplicates: 0, rejected: 0 },
      releases: { added: expected.catalogue, duplicates: 0, rejected: 0 },
      views: { added: expected.events, duplicates: 0, rejected: 0 },
      payments: { added: 0, duplicates: 0, rejected: 0 },
    });
    expect(await load()).toMatchObject({
      users: { added: 0, rejected: 0 },
      releases: { added: 0, rejected: 0 },
      views: { added: 0, duplicates: expected.events, rejected: 0 },
    });
  }, 120_000);

  it('has the rollups that a recount gives', async () => {
    const client = new Client({ connectionString: service.databaseUrl, options: '-c timezone=UTC' });
    await client.connect();
    const { stored, recounted } = await compareWithRecount(client);
    await client.end();
    expect(stored).toEqual(recounted);
  }, 120_000);

  it('has the expected views of each genre', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ genre: string; views: number }>(`
      SELECT genre, sum(views)::integer AS views
      FROM release_daily JOIN releases ON id = release_id CROSS JOIN unnest(genres) AS genre
      GROUP BY genre`);
    await client.end();
    expect(Object.fromEntries(rows.map(({ genre, views }) => [genre, views]))).toEqual(expected.genre_events);
  });

  it('has the same views of each genre in the profiles, whose shares add to 100', async () => {
    const totals: Record<string, number> = {};
    for (let user = 1; user <= expected.users; user++) {
      const path = `/analytics/v2/users/${stableId('user', String(user))}/analytics?genre_limit=100`;
      const { favorite_genres } = (await service.asAdmin('get', path).expect(200)).body as {
        favorite_genres: { genre_name: string; views_count: number; percentage: number }[];
      };
      for (const { genre_name, views_count } of favorite_genres)
        totals[genre_name] = (totals[genre_name] ?? 0) + views_count;
      // Each is rounded to one decimal.
      const share = favorite_genres.reduce((sum, { percentage }) => sum + percentage, 0);
      expect(Math.abs(share - 100)).toBeLessThanOrEqual(0.05 * favorite_genres.length + 1e-9);
    }
    expect(totals).toEqual(expected.genre_events);
  }, 120_000);

  it.each(Object.entries(expected.genre_unique_users))('has %s seen by %i users', async (genre, users) => {
    const range = { start_date: '1995-01-01T00:00:00Z', end_date: '2016-10-16T23:59:59Z', weeks: 0 };
    expect((await firstViewCohorts({ ...range, genre })).total_users_analyzed).toBe(users);
  });

  it('gives the expected weekly cohorts', async () => {
    const weeks = Object.keys(expected.weekly_cohorts_first_12).sort();
    const { cohorts } = await firstViewCohorts({
      start_date: `${weeks[0]!}T00:00:00Z`,
      end_date: `${addDays(weeks.at(-1)!, 6)}T23:59:59Z`,
      weeks: 8,
    });
    const answered = cohorts.map(({ cohort_period, cohort_size, retention }) => [
      cohort_period,
      { size: cohort_size, active_by_week_0_8: retention.map(({ active_users }) => active_users) },
    ]);
    expect(answered).toEqual(
      weeks.map((week) => [isoWeekLabel(week), expected.weekly_cohorts_first_12[week]]),
    );
  });
});
