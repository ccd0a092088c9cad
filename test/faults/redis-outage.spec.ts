import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from '../../src/common/redis/redis';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { COHORTS_PATH, COHORTS_REQUEST, putJanuaryUsers, stateAndUsers } from '../support/cohort-route';
import { eventually } from '../support/eventually';
import { expectPromise } from '../support/expect-promise';
import { FaultProxy } from '../support/fault-proxy';
import { type Answer, LoadClient, p99 } from '../support/load';
import { describeWithRedis, RedisServer } from '../support/redis-server';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(120_000);

const CONCURRENCY = 4;
/** The promises: milliseconds above the baseline, while the breaker decides and once it is open. */
const WHILE_DECIDING_MS = 150;
const ONCE_OPEN_MS = 20;
const RECOVERY_MS = 2_000;
/** For what has no promised figure, on a busy machine. */
const PATIENCE_MS = 30_000;

interface Figures {
  cohorts: number;
  views: number;
}

describeWithRedis('while Redis is away', () => {
  let server: RedisServer;
  let proxy: FaultProxy;
  let database: TestDatabase;
  let service: TestApp;
  /** A replica with a way to Redis of its own, which stays good. */
  let other: TestApp;
  let client: LoadClient;
  let users = 0;
  const failures: number[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
    proxy = await FaultProxy.before(server.url);
    database = await createTestDatabase();
    const start = (redis: string) =>
      startTestApp({ now: 'running', databaseUrl: database.url, settings: { REDIS_URL: redis } });
    service = await start(proxy.url(server.url));
    other = await start(server.url);
    client = new LoadClient(service.url);
    await putJanuaryUsers(service, 1);
    users = 1;
    const release = { id: releaseId(1), title: 'One', genres: [] };
    await service.asAdmin('put', '/catalogue/releases', { releases: [release] }).expect(200);
    await load();
  });
  afterAll(async () => {
    client.close();
    await Promise.all([service.close(), other.close()]);
    await Promise.all([proxy.close(), server.stop(), database.drop()]);
  });

  const stateOf = ({ app }: TestApp) => app.get(Redis).state;
  const stateIs = (state: 'up' | 'down') =>
    eventually(PATIENCE_MS, () => expect(stateOf(service)).toBe(state));

  /** 200 requests over each of the two routes; answers the p99 of each in milliseconds. */
  async function load(): Promise<Figures> {
    const { adminToken: token } = service;
    const question = { path: COHORTS_PATH, token, body: COHORTS_REQUEST };
    const view = () => ({ path: '/views', token, body: { events: [aViewItem({ userId: userId(1) })] } });
    const calls = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? question : view()));
    const answers = await client.sendAll(calls, CONCURRENCY);
    failures.push(...answers.map(({ status }) => status).filter((status) => status !== 200));
    const figure = (parity: number) =>
      Math.round(p99(answers.filter((_, index) => index % 2 === parity).map(({ ms }: Answer) => ms)));
    return { cohorts: figure(0), views: figure(1) };
  }

  const FAULTS: [name: string, begin: () => unknown, end: () => unknown][] = [
    ['refused', () => proxy.refuse(), () => proxy.pass()],
    ['slow (200 ms)', () => proxy.delay(200), () => proxy.pass()],
    ['black-holed', () => proxy.blackHole(), () => proxy.pass()],
    ['frozen', () => server.freeze(), () => server.thaw()],
    ['reset', () => proxy.reset(), () => proxy.pass()],
  ];

  it.each(FAULTS)('%s: nobody waits long, nothing fails, nothing old is served', async (name, begin, end) => {
    const measured = verdictOn('redis');
    failures.length = 0;
    const round = async () => {
      await stateIs('up');
      const baseline = await load();

      await begin();
      const deciding = await load();
      await stateIs('down');
      const open = await load();
      const above = (route: keyof Figures) =>
        [deciding, open].map((figures) => Math.max(0, figures[route] - baseline[route]));
      const [cohorts, views] = [above('cohorts'), above('views')];
      const figure =
        `${name}: ${failures.length} failed; p99 of cohorts ${baseline.cohorts} ms + ${cohorts.join(', then + ')} ms, ` +
        `of views ${baseline.views} ms + ${views.join(', then + ')} ms`;
      measured(figure);
      expect(failures).toEqual([]);
      await putJanuaryUsers(service, ++users);
      expect((await stateAndUsers(service))[1]).toBe(users);

      await end();
      const counted = new Set<number>();
      const recovered = await eventually(PATIENCE_MS, async () => {
        counted.add((await stateAndUsers(service))[1]);
        expect(stateOf(service)).toBe('up');
      });
      for (const replica of [service, other]) counted.add((await stateAndUsers(replica))[1]);
      expect([...counted]).toEqual([users]);
      const isKept =
        [cohorts, views].every(
          ([whileDeciding, onceOpen]) => whileDeciding! <= WHILE_DECIDING_MS && onceOpen! <= ONCE_OPEN_MS,
        ) && recovered <= RECOVERY_MS;
      return { isKept, figure: `${figure}; in use again after ${recovered} ms` };
    };
    await expectPromise(measured, round);
  });

  it('refused at the start: the service begins without it, and takes it up when it comes', async () => {
    await proxy.refuse();
    const late = await startTestApp({ settings: { REDIS_URL: proxy.url(server.url) } });
    try {
      expect(stateOf(late)).toBe('down');
      expect(await stateAndUsers(late)).toEqual(['MISS', 0]);
      expect(await stateAndUsers(late)).toEqual(['HIT', 0]);
      await proxy.pass();
      await eventually(PATIENCE_MS, () => expect(stateOf(late)).toBe('up'));
      expect(await stateAndUsers(late)).toEqual(['MISS', 0]);
    } finally {
      await late.close();
      await proxy.pass();
      await stateIs('up');
    }
  });

  it('for one replica only: the others still hear at once of what it writes', async () => {
    await stateAndUsers(other);
    expect(await stateAndUsers(other)).toEqual(['HIT', users]);
    await proxy.refuse();
    await putJanuaryUsers(service, ++users);
    await eventually(PATIENCE_MS, async () => expect((await stateAndUsers(other))[1]).toBe(users));
    await service.asAdmin('delete', `/users/${userId(users)}`).expect(204);
    users--;
    await eventually(PATIENCE_MS, async () => expect((await stateAndUsers(other))[1]).toBe(users));
    await putJanuaryUsers(other, ++users);
    await eventually(PATIENCE_MS, async () => expect((await stateAndUsers(service))[1]).toBe(users));
    await proxy.pass();
    await stateIs('up');
  });

  it('is taken up again in the midst of writes, with nothing old', async () => {
    await proxy.refuse();
    await stateIs('down');
    let writing = true;
    const writer = async () => {
      while (writing) await putJanuaryUsers(service, ++users);
    };
    const writers = [writer(), writer(), writer()];
    await proxy.pass();
    const ms = await stateIs('up');
    await delay(100);
    writing = false;
    await Promise.all(writers);
    console.info(`Redis was in use again after ${ms} ms, with three clients writing`);
    for (const replica of [service, other]) expect((await stateAndUsers(replica))[1]).toBe(users);
  });

  it('keeps out of use while it refuses to be written to, and serves nothing old then', async () => {
    await stateIs('up');
    await server.client.config('SET', 'maxmemory', '1');
    await putJanuaryUsers(service, ++users);
    expect((await stateAndUsers(service))[1]).toBe(users);
    await stateIs('down');
    await server.client.config('SET', 'maxmemory', '0');
    await stateIs('up');
    expect((await stateAndUsers(service))[1]).toBe(users);
  });

  it('stays in use when only this process was slow', async () => {
    for (let time = 0; time < 5; time++) {
      const answer = other.app.get(Redis).run((redis) => redis.ping());
      const until = performance.now() + 150;
      while (performance.now() < until);
      expect(await answer).toBe('PONG');
    }
    expect(stateOf(other)).toBe('up');
  });
});
