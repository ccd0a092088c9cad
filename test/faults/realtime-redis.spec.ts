import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { eventually } from '../support/eventually';
import { FaultProxy } from '../support/fault-proxy';
import { expectLast, LiveClient } from '../support/live-client';
import { describeWithRedis, RedisServer } from '../support/redis-server';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { Metrics } from '../../src/common/telemetry/metrics';

jest.setTimeout(120_000);

const PATIENCE_MS = 30_000;

describeWithRedis('the stream while Redis is away', () => {
  let server: RedisServer;
  let proxy: FaultProxy;
  let database: TestDatabase;
  /** Its way to Redis breaks; the other's does not. */
  let a: TestApp;
  let b: TestApp;
  let onA: LiveClient;
  let onB: LiveClient;
  let posted = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    proxy = await FaultProxy.before(server.url);
    database = await createTestDatabase();
    const start = (redis: string) =>
      startTestApp({ now: 'running', databaseUrl: database.url, settings: { REDIS_URL: redis } });
    a = await start(proxy.url(server.url));
    b = await start(server.url);
    const users = [{ id: userId(1), registered_at: '2026-01-05T09:00:00Z' }];
    await a.asAdmin('put', '/users', { users }).expect(200);
    const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
    await a.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
    [onA, onB] = [await LiveClient.open(a), await LiveClient.open(b)];
    for (const client of [onA, onB]) await client.subscribe(['views']);
  });
  afterAll(async () => {
    onA.close();
    onB.close();
    await Promise.all([a.close(), b.close()]);
    await Promise.all([proxy.close(), server.stop(), database.drop()]);
  });

  /** A view that has just ended. */
  async function post(service: TestApp): Promise<void> {
    const viewedAt = new Date(Date.now() - 600_000).toISOString();
    const events = [aViewItem({ userId: userId(1), viewedAt, watchSeconds: 600 })];
    await service.asAdmin('post', '/views', { events }).expect(200);
    posted++;
  }

  const busUp = async ({ app }: TestApp) => (await app.get(Metrics).realtimeBusUp.get()).values[0]!.value;
  const busIs = (value: number) => eventually(PATIENCE_MS, async () => expect(await busUp(a)).toBe(value));

  const FAULTS: [name: string, begin: () => unknown, end: () => unknown][] = [
    ['refused', () => proxy.refuse(), () => proxy.pass()],
    ['black-holed', () => proxy.blackHole(), () => proxy.pass()],
    ['frozen', () => server.freeze(), () => server.thaw()],
  ];

  it.each(FAULTS)(
    '%s: no ingest fails, and what was missed is read after it returns',
    async (_, begin, end) => {
      await busIs(1);
      await post(a);
      for (const client of [onA, onB]) await expectLast(client, { views: posted });

      await begin();
      // A process always hears itself, and both take what comes.
      await post(a);
      await eventually(PATIENCE_MS, () => expect(onA.last!.views).toBeGreaterThanOrEqual(posted - 1));
      await post(b);
      await busIs(0);
      await post(a);

      await end();
      await busIs(1);
      const ms = await eventually(PATIENCE_MS, () =>
        expect([onA.last!.views, onB.last!.views]).toEqual([posted, posted]),
      );
      console.info(`Both replicas showed all views ${ms} ms after the bus was up again`);
      await post(b);
      for (const client of [onA, onB]) await expectLast(client, { views: posted });
    },
  );

  it('refused at the start: the service serves its own, and the others’ when Redis comes', async () => {
    await proxy.refuse();
    const late = await startTestApp({
      now: 'running',
      databaseUrl: database.url,
      settings: { REDIS_URL: proxy.url(server.url) },
    });
    const client = await LiveClient.open(late);
    try {
      await client.subscribe(['views']);
      await post(late);
      await expectLast(client, { views: posted });
      await post(b);
      await proxy.pass();
      await eventually(PATIENCE_MS, () => expect(client.last!.views).toBe(posted));
    } finally {
      client.close();
      await late.close();
      await proxy.pass();
    }
  });
});
