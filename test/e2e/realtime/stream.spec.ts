import { setTimeout as delay } from 'node:timers/promises';
import { EventBus } from '../../../src/common/kernel/event-bus';
import { ConversionsRecorded, RecordViews } from '../../../src/modules/analytics';
import { aTestEventItem } from '../../factories/ab-test.factory';
import { releaseId, userId } from '../../factories/ids';
import { aView, aViewItem } from '../../factories/view-event.factory';
import { expectLast, expectSilence, LiveClient, refusalOf } from '../../support/live-client';
import { experimentsOf } from '../../support/experiments';
import { startTestApp, type TestApp } from '../../support/test-app';

const ALL = ['views', 'active_users', 'watch_time', 'top_releases', 'conversions'];

let service: TestApp;
const clients: LiveClient[] = [];

beforeAll(async () => {
  service = await startTestApp();
  const registered_at = '2026-01-05T09:00:00Z';
  const users = [1, 2, 3].map((number) => ({ id: userId(number), registered_at }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  const releases = [1, 2, 3].map((number) => ({
    id: releaseId(number),
    title: `Title ${number}`,
    genres: [],
  }));
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
});
beforeEach(async () => {
  await told();
  // Every test has a half hour of its own.
  service.clock.set(new Date(service.clock.now().getTime() + 3_600_000).toISOString());
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => service.close());

async function open(...args: [options?: Parameters<typeof LiveClient.open>[1]]): Promise<LiveClient> {
  const client = await LiveClient.open(service, ...args);
  clients.push(client);
  return client;
}

const post = (...views: Parameters<typeof aViewItem>[0][]) =>
  service.asAdmin('post', '/views', { events: views.map((view) => aViewItem(view)) }).expect(200);

/** What is posted is gathered for a moment before it counts. */
const told = () => delay(300);

function pass(seconds: number): void {
  service.clock.set(new Date(service.clock.now().getTime() + seconds * 1_000).toISOString());
}

describe('the stream', () => {
  it('shows what has just been committed, as totals', async () => {
    const client = await open();
    expect(await client.subscribe(ALL)).toMatchObject({ ok: true, metrics: ALL, seq: 0 });
    await post({ watchSeconds: 90 }, { userId: userId(2), watchSeconds: 30 });
    await expectLast(client, {
      seq: 1,
      views: 2,
      views_per_minute: 2,
      active_users: 2,
      watch_minutes: 2,
      top_releases: [{ release_id: releaseId(1), title: 'Title 1', views: 2 }],
      conversions: [],
    });
    await post({ releaseId: releaseId(2) });
    await expectLast(client, { seq: 2, views: 3, active_users: 2 });
    expect(client.last!.top_releases!.map(({ title }) => title)).toEqual(['Title 1', 'Title 2']);
  });

  it('is full at once: the last half hour by the minute and the running figures', async () => {
    await post({});
    await told();
    pass(120);
    await post({}, { userId: userId(2) });
    await told();
    const client = await open();
    const seen = await client.subscribe(['watch_time', 'views', 'active_users']);
    expect(seen.metrics).toEqual(['views', 'active_users', 'watch_time']);
    expect(seen.snapshot).toMatchObject({
      views: 3,
      views_per_minute: 2,
      active_users: 2,
      watch_minutes: 30,
    });
    expect(seen.snapshot!.minutes).toHaveLength(30);
    expect(seen.snapshot!.minutes.slice(-3)).toEqual([
      expect.objectContaining({ views: 1, watch_minutes: 10 }),
      expect.objectContaining({ views: 0, watch_minutes: 0 }),
      {
        at: service.clock
          .now()
          .toISOString()
          .replace(/\d\d\.\d+Z$/, '00.000Z'),
        views: 2,
        watch_minutes: 20,
      },
    ]);
    pass(31 * 60);
    const later = await client.subscribe(['views']);
    expect(later.snapshot).toMatchObject({ views: 0, views_per_minute: 0, active_users: 0 });
  });

  it('goes by arrival: an old event counts when it comes', async () => {
    const client = await open();
    await client.subscribe(['views']);
    await post({ viewedAt: '2020-01-01T00:00:00Z' });
    await expectLast(client, { views: 1 });
  });

  it('counts repeated events once and rejected ones never', async () => {
    const client = await open();
    await client.subscribe(['views']);
    const view = aViewItem();
    const events = [view, view, { ...view, watch_seconds: 1 }, aViewItem({ userId: userId(9) })];
    await service.asAdmin('post', '/views', { events }).expect(200);
    await service.asAdmin('post', '/views', { events }).expect(200);
    await expectLast(client, { views: 1 });
    await expectSilence(client, 1_500);
  });

  it('sends a frame a second at most, numbered without a gap, the last one with everything', async () => {
    const client = await open();
    await client.subscribe(['views']);
    const began = performance.now();
    let posted = 0;
    while (performance.now() - began < 3_500) {
      await post({});
      posted++;
    }
    await expectLast(client, { views: posted });
    expect(client.frames.map(({ seq }) => seq)).toEqual(client.frames.map((_, index) => index + 1));
    const gaps = client.times.slice(1).map((time, index) => time - client.times[index]!);
    // Sent a second apart; on the way some get a little nearer to each other.
    expect(client.frames.length).toBeLessThanOrEqual((client.times.at(-1)! - began) / 1_000 + 1.5);
    expect(Math.min(...gaps)).toBeGreaterThan(500);
  });

  it('says nothing while nothing changes', async () => {
    const client = await open();
    await client.subscribe(['views']);
    await expectSilence(client, 2_500);
  });

  it('says nothing of an import', async () => {
    const client = await open();
    await client.subscribe(ALL);
    const outcomes = await service.app.get(RecordViews).execute([aView()], 'import');
    expect(outcomes).toEqual(['accepted']);
    await expectSilence(client, 2_000);
    expect((await client.subscribe(['views'])).snapshot!.views).toBe(0);
  });

  it('shows conversions as they are told of', async () => {
    const client = await open();
    await client.subscribe(['conversions']);
    const [test, variant] = [userId(71), 'variant_a'];
    const happen = (count: number) =>
      service.app
        .get(EventBus)
        .publish(new ConversionsRecorded([{ testId: test, variantId: variant, count }]));
    await happen(2);
    await expectLast(client, { conversions: [{ test_id: test, variant_id: variant, count: 2 }] });
    await happen(1);
    await expectLast(client, { conversions: [{ test_id: test, variant_id: variant, count: 3 }] });
    await post({});
    await expectSilence(client, 1_500);
    pass(31 * 60);
    expect((await client.subscribe(['conversions'])).snapshot!.conversions).toEqual([]);
  });

  it('shows conversions of experiments by variant', async () => {
    const experiments = experimentsOf(service);
    const testId = await experiments.start();
    const { variant_id } = await experiments.assign(testId, userId(1));
    const client = await open();
    await client.subscribe(['conversions']);
    const event = aTestEventItem(testId, { user_id: userId(1), metric_name: 'conversion' });
    const others = [
      aTestEventItem(testId, { user_id: userId(1), metric_name: 'purchase' }),
      // Has no variant.
      aTestEventItem(testId, { user_id: userId(3), metric_name: 'conversion' }),
    ];
    await experiments.record([event, event, ...others]);
    await expectLast(client, { conversions: [{ test_id: testId, variant_id: variant_id!, count: 1 }] });
    await experiments.record([event]);
    await expectSilence(client, 1_200);
  });

  it('forgets viewers after five minutes, and minutes after thirty', async () => {
    const client = await open();
    await post({ userId: userId(1) });
    await told();
    pass(299);
    await post({ userId: userId(2), releaseId: releaseId(2) });
    await told();
    const now = async (more = {}) => (await client.subscribe(['views', 'active_users'], more)).snapshot;
    expect(await now()).toMatchObject({ active_users: 2, views: 2, views_per_minute: 1 });
    expect(await now({ release_ids: [releaseId(1)] })).toMatchObject({ active_users: 1, views: 1 });
    pass(1);
    expect(await now({ release_ids: null })).toMatchObject({ active_users: 1, views: 2 });
    expect(await now({ release_ids: [releaseId(1)] })).toMatchObject({ active_users: 0, views: 1 });
  });
});

describe('filters', () => {
  it('count the named releases only, and are silent about others', async () => {
    const client = await open();
    const filter = { release_ids: [releaseId(2), releaseId(3).toUpperCase()] };
    expect((await client.subscribe(ALL, filter)).ok).toBe(true);
    await post({ releaseId: releaseId(1) });
    await expectSilence(client, 1_500);
    await post(
      { releaseId: releaseId(1) },
      { releaseId: releaseId(2), userId: userId(2) },
      { releaseId: releaseId(3), userId: userId(2) },
    );
    await expectLast(client, { seq: 1, views: 2, active_users: 1, watch_minutes: 20 });
    expect(client.last!.top_releases!.map(({ release_id }) => release_id)).toEqual([2, 3].map(releaseId));
  });

  it('send what was subscribed to, and no more after unsubscribing', async () => {
    const client = await open();
    expect(await client.ask('unsubscribe')).toEqual({ ok: true, metrics: [], seq: 0 });
    await client.subscribe(['views']);
    expect((await client.subscribe(['watch_time'])).metrics).toEqual(['views', 'watch_time']);
    await post({});
    await expectLast(client, { views: 1, watch_minutes: 10 });
    expect(Object.keys(client.last!).sort()).toEqual(
      ['seq', 'at', 'window_seconds', 'views', 'views_per_minute', 'watch_minutes'].sort(),
    );
    expect(await client.ask('unsubscribe', { metrics: ['views'] })).toEqual({
      ok: true,
      metrics: ['watch_time'],
      seq: 1,
    });
    await post({});
    await expectLast(client, { seq: 2, watch_minutes: 20 });
    expect(client.last).not.toHaveProperty('views');
    expect(await client.ask('unsubscribe', {})).toMatchObject({ metrics: [] });
    await post({});
    await expectSilence(client, 1_500);
  });

  it.each<[string, unknown, string]>([
    ['an unknown name', { metrics: ['views', 'dividends'] }, 'realtime.unknown_metric'],
    ['a name of the prototype', { metrics: ['constructor'] }, 'realtime.unknown_metric'],
    ['no names', { metrics: [] }, 'realtime.malformed'],
    ['no list', { metrics: 'views' }, 'realtime.malformed'],
    ['a list of anything', { metrics: [{}] }, 'realtime.malformed'],
    ['nothing', undefined, 'realtime.malformed'],
    ['a number', 7, 'realtime.malformed'],
    ['a list', [], 'realtime.malformed'],
    ['another property', { metrics: ['views'], release: 1 }, 'realtime.malformed'],
    ['an id that is none', { metrics: ['views'], release_ids: ['anna'] }, 'realtime.no_release_id'],
    ['no ids', { metrics: ['views'], release_ids: [] }, 'realtime.malformed'],
    [
      'too many ids',
      { metrics: ['views'], release_ids: Array.from({ length: 101 }, (_, index) => releaseId(index)) },
      'realtime.too_many_releases',
    ],
  ])('refuse %s', async (_, body, code) => {
    const client = await open();
    expect(await client.ask('subscribe', body)).toEqual({ ok: false, code, message: expect.any(String) });
    await post({});
    await expectSilence(client, 1_200);
  });

  it.each([
    ['en', {}, 'There is no metric called dividends.'],
    ['ru', { auth: { locale: 'ru' } }, 'Нет метрики с именем dividends.'],
    ['ru', { extraHeaders: { 'Accept-Language': 'ru-RU,ru;q=0.9,en;q=0.5' } }, 'Нет метрики'],
    ['en', { auth: { locale: 'en' }, extraHeaders: { 'Accept-Language': 'ru' } }, 'There is no'],
    ['en', { auth: { locale: 7 } }, 'There is no metric'],
  ])('refuse by name, in %s', async (_, options, text) => {
    const client = await open(options);
    const answer = await client.subscribe(['views', 'dividends']);
    expect(answer).toMatchObject({ ok: false, code: 'realtime.unknown_metric' });
    expect(answer.message).toContain(text);
  });

  it('take messages without an acknowledgement, and others that mean nothing', async () => {
    const client = await open();
    client.socket.emit('subscribe', { metrics: ['views'] });
    client.socket.emit('subscribe');
    client.socket.emit('something', {});
    await client.subscribe(['active_users']);
    await post({});
    await expectLast(client, { views: 1, active_users: 1 });
  });
});

describe('transports', () => {
  it.each([['polling'], ['polling, then websocket']])('%s', async (name) => {
    const transports = name === 'polling' ? ['polling'] : ['polling', 'websocket'];
    const client = await open({ transports });
    await client.subscribe(['views']);
    await post({});
    await expectLast(client, { views: 1 });
  });

  it('other upgrades are answered as if nobody had asked for one', async () => {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' };
    const answer = await service.anonymously('get', '/analytics/v2/status').set(upgrade).expect(200);
    expect(answer.body.components).toContainEqual({ name: 'realtime', state: 'implemented' });
    await service.anonymously('post', '/auth/login', { email: 'a@example.org' }).set(upgrade).expect(400);
  });

  it('other namespaces are not there', async () => {
    const url = new URL(service.url);
    expect(await refusalOf(LiveClient.open({ ...service, url: `${url.origin}/other` }))).toBe('let in');
  });
});
