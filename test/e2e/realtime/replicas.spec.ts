import { releaseId, userId } from '../../factories/ids';
import { aViewItem } from '../../factories/view-event.factory';
import { expectLast, expectSilence, LiveClient } from '../../support/live-client';
import { describeWithRedis, RedisServer } from '../../support/redis-server';
import { type Replicas, startReplicas } from '../../support/replicas';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestDatabase } from '../../support/test-database';

jest.setTimeout(60_000);

async function prepare(service: TestApp): Promise<void> {
  const users = [1, 2, 3].map((number) => ({ id: userId(number), registered_at: '2026-01-05T09:00:00Z' }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
}

/** Views that have just ended. */
const post = (service: TestApp, views: number) => {
  const viewedAt = new Date(Date.now() - 600_000).toISOString();
  const events = Array.from({ length: views }, (_, index) =>
    aViewItem({ userId: userId((index % 3) + 1), viewedAt, watchSeconds: 600 }),
  );
  return service.asAdmin('post', '/views', { events }).expect(200);
};

describeWithRedis('two replicas', () => {
  let redis: RedisServer;
  let replicas: Replicas;
  let onA: LiveClient;
  let onB: LiveClient;

  beforeAll(async () => {
    redis = await RedisServer.start();
    replicas = await startReplicas({ now: 'running', settings: { REDIS_URL: redis.url } });
    await prepare(replicas.a);
    [onA, onB] = [await LiveClient.open(replicas.a), await LiveClient.open(replicas.b)];
    for (const client of [onA, onB]) await client.subscribe(['views', 'active_users', 'top_releases']);
  });
  afterAll(async () => {
    onA.close();
    onB.close();
    await replicas.close();
    await redis.stop();
  });

  it('show what either of them has taken, once', async () => {
    await post(replicas.a, 2);
    for (const client of [onA, onB]) await expectLast(client, { views: 2, active_users: 2 });
    await post(replicas.b, 3);
    for (const client of [onA, onB]) {
      await expectLast(client, { views: 5, active_users: 3 });
      expect(client.last!.top_releases).toEqual([{ release_id: releaseId(1), title: 'One', views: 5 }]);
    }
    await Promise.all([expectSilence(onA, 1_500), expectSilence(onB, 1_500)]);
  });

  it('add up what comes to both at once', async () => {
    const before = onA.last!.views!;
    const many = async (service: TestApp) => {
      for (let time = 0; time < 10; time++) await post(service, 50);
    };
    await Promise.all([many(replicas.a), many(replicas.b)]);
    for (const client of [onA, onB]) await expectLast(client, { views: before + 1_000 });
  });

  it('say messages that no replica can read aloud in the log only', async () => {
    const before = onB.last!.views!;
    await redis.client.publish('kinoscope:realtime', 'no message');
    await redis.client.publish('kinoscope:realtime', '{"from":"elsewhere","releases":7}');
    await post(replicas.a, 1);
    await expectLast(onB, { views: before + 1 });
  });
});

describe('what is stored', () => {
  it('fills the half hour of a service that starts', async () => {
    const database = await createTestDatabase();
    const first = await startTestApp({ now: 'running', databaseUrl: database.url });
    await prepare(first);
    await post(first, 5);
    const old = aViewItem({ viewedAt: new Date(Date.now() - 7_200_000).toISOString() });
    const longAgo = aViewItem({
      viewedAt: new Date(Date.now() - 20 * 60_000).toISOString(),
      watchSeconds: 60,
    });
    await first.asAdmin('post', '/views', { events: [old, longAgo] }).expect(200);
    await first.close();

    const second = await startTestApp({ now: 'running', databaseUrl: database.url });
    const client = await LiveClient.open(second);
    try {
      const { snapshot } = await client.subscribe(['views', 'active_users', 'watch_time', 'top_releases']);
      expect(snapshot).toMatchObject({
        views: 6,
        active_users: 3,
        watch_minutes: 51,
        top_releases: [{ title: 'One', views: 6 }],
      });
      expect(snapshot!.minutes.reduce((sum, { views }) => sum + views!, 0)).toBe(6);
      expect(snapshot!.minutes.slice(0, 12).some(({ views }) => views === 1)).toBe(true);
      await post(second, 1);
      await expectLast(client, { views: 7 });
    } finally {
      client.close();
      await second.close();
      await database.drop();
    }
  });
});
