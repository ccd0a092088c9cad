import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { LearnViewers } from '../../src/modules/analytics/application/viewers/learn-viewers';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

const ANNA = userId(1);
const BORIS = userId(2);
const NEWCOMER = userId(3);
const [ANNA_MAIL, BORIS_MAIL] = ['anna@example.org', 'boris@example.org'];
const password = 'long enough';

interface Profile {
  favorite_genres: { genre_name: string; views_count: number; percentage: number }[];
  activity_patterns: { hour: number; activity_score: number }[];
  recommended_content_ids: string[];
  total_views: number;
  timezone: string;
}

let service: TestApp;
let anna: string;
beforeAll(async () => {
  // Nothing is learned behind the tests' back.
  service = await startTestApp({ now: '2026-03-01T12:00:00Z', settings: { JOBS: 'external' } });
  const users = [
    {
      id: ANNA,
      registered_at: '2026-01-01T12:00:00Z',
      email: ANNA_MAIL,
      password,
      timezone: 'Europe/Moscow',
    },
    { id: BORIS, registered_at: '2026-01-01T12:00:00Z', email: BORIS_MAIL, password },
    { id: NEWCOMER, registered_at: '2026-02-27T12:00:00Z' },
  ];
  await service.asAdmin('put', '/users', { users }).expect(200);
  const releases = [
    { id: releaseId(1), title: 'One', genres: ['Drama', 'Action'] },
    { id: releaseId(2), title: 'Two', genres: ['Drama'] },
    { id: releaseId(3), title: 'Three', genres: [] },
    { id: releaseId(4), title: 'Four', genres: ['Action', 'Comedy', 'Drama'] },
    { id: releaseId(5), title: 'Five', genres: ['Comedy'] },
  ];
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
  await record(
    // 21:30 in Moscow; the second overlaps the first by ten minutes.
    { viewedAt: '2026-02-27T18:30:00Z', watchSeconds: 1_800, completion: 1 },
    { viewedAt: '2026-02-27T18:50:00Z', watchSeconds: 1_800, completion: 0.5, releaseId: releaseId(2) },
    { viewedAt: '2026-02-20T18:10:00Z', watchSeconds: 600, completion: 0.75, releaseId: releaseId(4) },
    { viewedAt: '2026-01-10T06:00:00Z', watchSeconds: 60, releaseId: releaseId(3) },
    { userId: BORIS, viewedAt: '2026-02-27T18:30:00Z', releaseId: releaseId(5) },
  );
  anna = await service.logIn(ANNA_MAIL, password);
});
afterAll(() => service.close());

const record = (...views: Parameters<typeof aViewItem>[0][]) =>
  service.asAdmin('post', '/views', { events: views.map(aViewItem) }).expect(200);
const ask = (query = '', id = ANNA) => service.asAdmin('get', `/analytics/v2/users/${id}/analytics${query}`);
const profile = async (query = '', id = ANNA) => (await ask(query, id).expect(200)).body as Profile;

describe('GET /analytics/v2/users/{user_id}/analytics', () => {
  it('tells a viewer how they watch', async () => {
    const { body, headers } = await service
      .withToken(anna, 'get', `/analytics/v2/users/${ANNA}/analytics`)
      .expect(200);
    expect(headers['x-cache']).toBe('MISS');
    const hours = new Map([
      [21, 1],
      [9, 0.33],
    ]);
    expect(body).toEqual({
      user_id: ANNA,
      total_views: 4,
      // 18:30–19:20, ten minutes and one minute.
      total_watch_time_minutes: 61,
      // 1/2 + 1 + 1/3 of three views, and so on.
      favorite_genres: [
        { genre_name: 'Drama', views_count: 3, percentage: 61.1 },
        { genre_name: 'Action', views_count: 2, percentage: 27.8 },
        { genre_name: 'Comedy', views_count: 1, percentage: 11.1 },
      ],
      activity_patterns: Array.from({ length: 24 }, (_, hour) => ({
        hour,
        activity_score: hours.get(hour) ?? 0,
      })),
      average_completion_rate: 75,
      days_since_registration: 59,
      days_since_last_activity: 1,
      // 0.4 · 3/30 + 0.3 · 0.75 + 0.3 · 2/28
      engagement_score: 0.29,
      churn_risk: 'low',
      churn_probability: 0.1,
      churn_reasons: [],
      recommended_content_ids: [],
      recommended_releases: [],
      model_version: 'heuristic_v1.0',
      timezone: 'Europe/Moscow',
      as_of: '2026-03-01T12:00:00Z',
    });
  });

  it('counts hours in the asked time zone', async () => {
    const { activity_patterns, timezone } = await profile('?timezone=America/New_York');
    expect(timezone).toBe('America/New_York');
    expect(activity_patterns.flatMap(({ hour, activity_score }) => (activity_score ? [hour] : []))).toEqual([
      1, 13,
    ]);
    expect((await profile('', BORIS)).timezone).toBe('UTC');
  });

  it('keeps answers to other questions apart', async () => {
    expect((await profile('?genre_limit=1')).favorite_genres).toHaveLength(1);
    expect((await profile('?genre_limit=2')).favorite_genres).toHaveLength(2);
    expect((await profile()).favorite_genres).toHaveLength(3);
    const again = await ask('?genre_limit=2').expect(200);
    expect(again.headers['x-cache']).toBe('HIT');
    expect((await ask('?include_predictions=false').expect(200)).headers['x-cache']).toBe('HIT');
  });

  it('is empty for somebody without views, and says so', async () => {
    expect(await profile('', NEWCOMER)).toMatchObject({
      total_views: 0,
      total_watch_time_minutes: 0,
      favorite_genres: [],
      average_completion_rate: null,
      days_since_last_activity: null,
      engagement_score: 0,
      churn_risk: 'low',
      churn_probability: 0.1,
    });
  });

  it.each([
    'genre_limit=0',
    'genre_limit=101',
    'genre_limit=x',
    'timezone=Mars/Olympus',
    'include_predictions=1',
    'a=b',
  ])('refuses ?%s, for others’ data too late to tell', async (query) => {
    const { body } = await ask(`?${query}`).expect(400);
    expect((body as { errors: { field: string }[] }).errors[0]!.field).toBe(query.split('=')[0]);
    await service.withToken(anna, 'get', `/analytics/v2/users/${BORIS}/analytics?${query}`).expect(403);
  });

  it('answers a user alike for others and for nobody, and an administrator with what is true', async () => {
    const bodies = [];
    for (const id of [BORIS, userId(404), 'x']) {
      const path = `/analytics/v2/users/${id}/analytics`;
      const { body } = await service.withToken(anna, 'get', path).expect(403);
      bodies.push({ ...(body as object), instance: '' });
      await service.anonymously('get', path).expect(401);
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    expect((await ask('', userId(404)).expect(404)).body).toMatchObject({ code: 'user.not_found' });
    await ask('', 'x').expect(400);
  });

  it('writes down that an administrator has read it, from the cache too, and not that the viewer has', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const rows = async () =>
      (await client.query(`SELECT FROM audit_log WHERE action = 'user.analytics'`)).rowCount!;
    const before = await rows();
    await service.withToken(anna, 'get', `/analytics/v2/users/${ANNA}/analytics`).expect(200);
    expect(await rows()).toBe(before);
    await ask().expect(200);
    await ask().expect(200);
    expect(await rows()).toBe(before + 2);
    await client.end();
  });
});

/** The cache is told of views twice a second. */
const toldOfViews = () => delay(700);

describe('a cached profile', () => {
  it('grows old by the viewer’s own views, and by nobody else’s', async () => {
    await toldOfViews();
    // What the tests before have left is too old by now.
    service.clock.set('2026-03-01T12:00:05Z');
    await service.asAdmin('get', `/analytics/v2/users/${BORIS}/analytics`).expect(200);
    await profile();
    await record({ viewedAt: '2026-02-28T20:00:00Z' });
    service.clock.set('2026-03-01T12:00:10Z');
    await toldOfViews();
    const own = await ask().expect(200);
    expect([own.headers['x-cache'], (own.body as Profile).total_views]).toEqual(['MISS', 5]);
    expect((await ask('', BORIS).expect(200)).headers['x-cache']).toBe('HIT');
  });

  it('follows the viewer’s time zone at once', async () => {
    expect((await profile('', BORIS)).timezone).toBe('UTC');
    await service
      .asAdmin('put', '/users', {
        users: [{ id: BORIS, registered_at: '2026-01-01T12:00:00Z', timezone: 'Asia/Tokyo' }],
      })
      .expect(200);
    service.clock.set('2026-03-01T12:00:20Z');
    expect((await profile('', BORIS)).timezone).toBe('Asia/Tokyo');
  });
});

describe('recommendations', () => {
  it('are popular titles of the favourite genres first, until something goes together', async () => {
    await service.app
      .get(LearnViewers)
      .execute({ all: true, signal: new AbortController().signal, progress: () => Promise.resolve() });
    // Anna has seen all but the fifth.
    expect((await profile('?include_predictions=true')).recommended_content_ids).toEqual([releaseId(5)]);
    const { recommended_content_ids } = await profile('?include_predictions=true', BORIS);
    // Of his genre, Comedy, then by views of the last weeks: nobody has watched the third in them.
    expect(recommended_content_ids).toEqual([4, 1, 2].map(releaseId));
    expect((await profile('', BORIS)).recommended_content_ids).toEqual([]);
  });
});
