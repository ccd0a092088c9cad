import { Client } from 'pg';
import { MAX_OUTDATED_MS } from '../../src/common/cache/answer-cache';
import { Redis } from '../../src/common/redis/redis';
import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import {
  askCohorts,
  COHORTS_PATH,
  COHORTS_REQUEST,
  cohortComputations,
  putJanuaryUsers,
  stateAndUsers,
} from '../support/cohort-route';
import { eventually } from '../support/eventually';
import { LoadClient } from '../support/load';
import { describeWithRedis, RedisServer } from '../support/redis-server';
import { type Replicas, startReplicas } from '../support/replicas';
import { startTestApp, type TestApp } from '../support/test-app';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(60_000);

const KEY = 'cohort_analytics:registration:2026-01-05T00:00:00Z:2026-02-01T23:59:59Z';

/** The next computation ends when the test says so, with what was true when it began. */
function holdUp(service: TestApp) {
  const repository = service.app.get<AnalyticsV2Repository>(AnalyticsV2Repository);
  const real = repository.getCohortActivity.bind(repository);
  let goOn = () => {};
  const released = new Promise<void>((resolve) => (goOn = resolve));
  const spy = jest.spyOn(repository, 'getCohortActivity').mockImplementationOnce(async (...query) => {
    const activity = await real(...query);
    await released;
    return activity;
  });
  return { spy, goOn };
}

const aRelease = (title: string, genres: string[]) => ({ id: releaseId(1), title, genres });
const NOW = '2026-03-01T12:00:00Z';
/** So many milliseconds after {@link NOW}. */
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

// Redis has 50 ms to answer, which a starved machine may miss: then an answer comes from elsewhere.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithRedis('the cache of answers', () => {
  let redis: RedisServer;
  beforeAll(async () => (redis = await RedisServer.start()));
  afterAll(() => redis.stop());

  async function start(now: string): Promise<Replicas> {
    const replicas = await startReplicas({ now, settings: { REDIS_URL: redis.url } });
    await putJanuaryUsers(replicas.a, 1, 2);
    await replicas.a.asAdmin('put', '/catalogue/releases', { releases: [aRelease('One', ['Drama'])] });
    return replicas;
  }

  describe('of two replicas', () => {
    let replicas: Replicas;
    beforeAll(async () => (replicas = await start(NOW)));
    afterAll(() => replicas.close());
    beforeEach(async () => {
      jest.restoreAllMocks();
      for (const number of [3, 9]) await replicas.a.asAdmin('delete', `/users/${userId(number)}`).expect(204);
      await redis.client.flushall();
      for (const { clock } of [replicas.a, replicas.b]) clock.set(NOW);
    });

    it('is shared, and says what it did', async () => {
      const missed = await askCohorts(replicas.a).expect(200);
      expect(missed.headers).toMatchObject({ 'x-cache': 'MISS', age: '0' });
      replicas.b.clock.set(later(90_500));
      const hit = await askCohorts(replicas.b).expect(200);
      expect(hit.headers).toMatchObject({
        'x-cache': 'HIT',
        age: '90',
        'content-type': 'application/json; charset=utf-8',
      });
      expect(hit.text).toBe(missed.text);
      expect(hit.body).toMatchObject({ as_of: NOW });
    });

    it('keeps an answer under the key of the contract, for an hour at most', async () => {
      await askCohorts(replicas.a).expect(200);
      const ttl = await redis.client.pttl(KEY);
      expect(ttl).toBeGreaterThan(3_590_000);
      expect(ttl).toBeLessThanOrEqual(3_600_000);
    });

    it('takes one instant for one, however it is written, and defaults for nothing', async () => {
      expect(await stateAndUsers(replicas.a)).toEqual(['MISS', 2]);
      const [from, until] = ['2026-01-05T03:00:00+03:00', '2026-02-02T02:59:59.000+03:00'];
      expect(await stateAndUsers(replicas.a, { start_date: from, end_date: until })).toEqual(['HIT', 2]);
      expect(await stateAndUsers(replicas.a, { weeks: 4, timezone: 'UTC', min_cohort_size: 0 })).toEqual([
        'HIT',
        2,
      ]);
    });

    it('adds options to the key, sorted', async () => {
      await stateAndUsers(replicas.a, { weeks: 8, genre: 'Drama', retention: 'on_or_after' });
      expect(await redis.client.exists(`${KEY}:genre=Drama:retention=on_or_after:weeks=8`)).toBe(1);
      expect(await redis.client.exists(KEY)).toBe(0);
    });

    it('refuses what is invalid or not allowed however warm it is', async () => {
      await stateAndUsers(replicas.a);
      expect(await stateAndUsers(replicas.a)).toEqual(['HIT', 2]);
      await askCohorts(replicas.a, { page: 2 }).expect(400);
      await askCohorts(replicas.a, { weeks: '4' }).expect(400);
      await replicas.a.anonymously('post', COHORTS_PATH, COHORTS_REQUEST).expect(401);
      const user = {
        id: userId(9),
        registered_at: '2026-01-06T09:00:00Z',
        email: 'nine@example.org',
        password: 'a password',
      };
      await replicas.a.asAdmin('put', '/users', { users: [user] }).expect(200);
      const token = await replicas.a.logIn(user.email, user.password);
      await stateAndUsers(replicas.a);
      expect(await stateAndUsers(replicas.a)).toEqual(['HIT', 3]);
      await replicas.a.withToken(token, 'post', COHORTS_PATH, COHORTS_REQUEST).expect(403);
    });

    it('computes once a replica for 500 equal requests', async () => {
      const measured = verdictOn('coldCache');
      const computations = [replicas.a, replicas.b].map(cohortComputations);
      const clients = [replicas.a, replicas.b].map(({ url }) => new LoadClient(url));
      const calls = new Array(500).fill({
        path: COHORTS_PATH,
        token: replicas.a.adminToken,
        body: COHORTS_REQUEST,
      });
      const answers = (await Promise.all(clients.map((client) => client.sendAll(calls, 500)))).flat();
      clients.forEach((client) => client.close());
      const counts = computations.map((spy) => spy.mock.calls.length);
      measured(`500 equal requests to each of two replicas: ${counts.join(' + ')} computations`);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(Math.max(...counts)).toBe(1);
    });

    it('asks no database on a hit', async () => {
      await stateAndUsers(replicas.a);
      const queries = jest.spyOn(Client.prototype, 'query');
      expect(await stateAndUsers(replicas.a)).toEqual(['HIT', 2]);
      const texts = queries.mock.calls.map(([query]) => query as unknown);
      // The heartbeat of the feed of changes belongs to no request.
      expect(texts.filter((text) => text !== 'SELECT 1')).toEqual([]);
    });

    it('serves what expires while one renewal runs', async () => {
      const measured = verdictOn('coldCache');
      await stateAndUsers(replicas.a);
      for (const { clock } of [replicas.a, replicas.b]) clock.set(later(3_590_000));
      const { spy: computations, goOn } = holdUp(replicas.b);
      const answers = await Promise.all(Array.from({ length: 20 }, () => askCohorts(replicas.b).expect(200)));
      const states = answers.map(({ headers }) => headers['x-cache']);
      const stale = states.filter((state) => state === 'STALE').length;
      measured(`expired entry: ${stale} of 20 served stale by ${computations.mock.calls.length} refresh`);
      goOn();
      expect(states).toEqual(new Array(20).fill('STALE'));
      expect(answers[0]!.headers.age).toBe('3590');
      await eventually(2_000, async () => expect(await stateAndUsers(replicas.a)).toEqual(['HIT', 2]));
      expect(computations).toHaveBeenCalledTimes(1);
    });

    it('serves nothing older than its time to live', async () => {
      await stateAndUsers(replicas.a);
      replicas.a.clock.set(later(3_600_000));
      expect(await stateAndUsers(replicas.a)).toEqual(['MISS', 2]);
    });

    it('shows changed users and releases and erasures at once on both', async () => {
      const { a, b } = replicas;
      const filter = { genre: 'Drama' };
      await stateAndUsers(a);
      await stateAndUsers(a, filter);
      expect(await stateAndUsers(b)).toEqual(['HIT', 2]);
      await putJanuaryUsers(a, 3);
      expect(await stateAndUsers(b)).toEqual(['MISS', 3]);
      expect(await stateAndUsers(a)).toEqual(['HIT', 3]);

      expect(await stateAndUsers(b, filter)).toEqual(['MISS', 3]);
      await a.asAdmin('put', '/catalogue/releases', { releases: [aRelease('One', ['Comedy'])] });
      await askCohorts(b, filter).expect(404);
      await a.asAdmin('put', '/catalogue/releases', { releases: [aRelease('One', ['Drama'])] });

      await stateAndUsers(b);
      await a.asAdmin('delete', `/users/${userId(3)}`).expect(204);
      expect(await stateAndUsers(b)).toEqual(['MISS', 2]);
      expect(await stateAndUsers(a)).toEqual(['HIT', 2]);
    });

    it('keeps nothing from before an erasure', async () => {
      await stateAndUsers(replicas.a);
      await stateAndUsers(replicas.a, { weeks: 8 });
      await redis.client.set('of another application', 'stays');
      await replicas.b.asAdmin('delete', `/users/${userId(404)}`).expect(204);
      expect(await redis.client.keys('cohort_analytics:*')).toEqual([]);
      expect(await redis.client.exists('of another application')).toBe(1);
    });

    it('never serves after an erasure what was being computed before it', async () => {
      const { a, b } = replicas;
      await putJanuaryUsers(a, 3);
      const { spy, goOn } = holdUp(a);
      const asked = stateAndUsers(a);
      await eventually(2_000, () => expect(spy).toHaveBeenCalled());
      await b.asAdmin('delete', `/users/${userId(3)}`).expect(204);
      // Neither joined nor found, on both replicas.
      expect(await stateAndUsers(a)).toEqual(['MISS', 2]);
      goOn();
      expect(await asked).toEqual(['MISS', 3]);
      expect((await stateAndUsers(a))[1]).toBe(2);
      expect((await stateAndUsers(b))[1]).toBe(2);
    });

    it('does not trust an answer whose version was evicted', async () => {
      const { a, b } = replicas;
      await stateAndUsers(a);
      await redis.client.del('kinoscope:version:users');
      expect(await stateAndUsers(a)).toEqual(['MISS', 2]);
      await putJanuaryUsers(a, 3);
      await redis.client.del('kinoscope:version:users');
      expect(await stateAndUsers(b)).toEqual(['MISS', 3]);
    });

    it('takes something else under its key for nothing', async () => {
      for (const foreign of ['no JSON', '{"value":{"body":1}}', '"{\\"value\\":{\\"body\\":1}}"']) {
        await redis.client.set(KEY, foreign);
        expect(await stateAndUsers(replicas.a)).toEqual(['MISS', 2]);
        await redis.client.del(KEY);
      }
      expect(replicas.a.app.get(Redis).state).toBe('up');
    });

    it('counts hits and misses', async () => {
      const states = ['MISS', 'HIT', 'HIT'];
      const count = async (result: string) => {
        const authorization = `Bearer ${replicas.a.adminToken}`;
        const answer = await fetch(new URL('/metrics', replicas.a.url), { headers: { authorization } });
        const line = new RegExp(`kinoscope_cache_lookups_total{result="${result}"} (\\d+)`);
        return Number(line.exec(await answer.text())![1]);
      };
      const [hits, misses] = [await count('hit'), await count('miss')];
      for (const state of states) expect(await stateAndUsers(replicas.a)).toEqual([state, 2]);
      expect([await count('hit'), await count('miss')]).toEqual([hits + 2, misses + 1]);
    });
  });

  describe('under a stream of views', () => {
    let replicas: Replicas;
    beforeAll(async () => (replicas = await start('running')));
    afterAll(() => replicas.close());

    const viewers = async (service: TestApp): Promise<[string, number]> => {
      const { headers, body } = await askCohorts(service).expect(200);
      return [headers['x-cache']!, (body as { overall_retention_rate: number }).overall_retention_rate];
    };
    const view = (user: number) =>
      replicas.a.asAdmin('post', '/views', { events: [aViewItem({ userId: userId(user) })] }).expect(200);

    it('shows a new view on the other replica within 5 seconds', async () => {
      expect(await viewers(replicas.b)).toEqual(['MISS', 0]);
      await view(1);
      const ms = await eventually(MAX_OUTDATED_MS, async () =>
        expect(await viewers(replicas.b)).toEqual([expect.anything(), 50]),
      );
      console.info(`a view showed on the other replica after ${ms} ms`);
      expect(ms).toBeLessThanOrEqual(5_000);
    });

    it('shows the last view of a replica that stops', async () => {
      const last = await startTestApp({
        now: 'running',
        databaseUrl: replicas.databaseUrl,
        settings: { REDIS_URL: redis.url },
      });
      await last.asAdmin('post', '/views', { events: [aViewItem({ userId: userId(2) })] }).expect(200);
      await last.close();
      await eventually(MAX_OUTDATED_MS, async () =>
        expect(await viewers(replicas.b)).toEqual([expect.anything(), 100]),
      );
    });

    it('computes every few seconds, not for every view', async () => {
      const computations = [replicas.a, replicas.b].map(cohortComputations);
      const began = performance.now();
      const states = new Map<string, number>();
      for (let user = 0; performance.now() - began < 4_000; user++) {
        await view((user % 2) + 1);
        const [state] = await viewers(user % 2 === 0 ? replicas.a : replicas.b);
        states.set(state, (states.get(state) ?? 0) + 1);
      }
      const count = computations.map((spy) => spy.mock.calls.length);
      console.info(
        `4 s of views and questions: ${count.join(' + ')} computations`,
        Object.fromEntries(states),
      );
      expect(count[0]! + count[1]!).toBeLessThanOrEqual(4);
      expect(states.get('HIT')).toBeGreaterThan((states.get('MISS') ?? 0) + (states.get('STALE') ?? 0));
    });
  });
});
