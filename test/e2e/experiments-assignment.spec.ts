import request from 'supertest';
import { Client } from 'pg';
import { variantsOf } from '../factories/ab-test.factory';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { experimentsOf } from '../support/experiments';
import { allTables } from '../support/all-tables';
import { startTestApp, type TestApp } from '../support/test-app';

const NOW = '2026-03-01T12:00:00Z';

let service: TestApp;
let experiments: ReturnType<typeof experimentsOf>;
beforeAll(async () => {
  service = await startTestApp({ now: NOW });
  experiments = experimentsOf(service);
  await experiments.putUsers(1, 1_000);
});
afterAll(() => service.close());

const users = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => userId(first + index));
const patch = (testId: string, change: object) =>
  service.asAdmin('patch', `${experiments.path}/${testId}`, change);
const ask = (testId: string, body: object) =>
  service.asAdmin('post', `${experiments.path}/${testId}/assignments`, body);

describe('POST /analytics/v2/ab-tests/{test_id}/assignments', () => {
  it('assigns by hash, and keeps to it', async () => {
    const testId = await experiments.start({ seed: 'fixed' });
    const first = await experiments.assign(testId, userId(1));
    expect(first).toEqual({
      variant_id: expect.stringMatching(/^[AB]$/),
      in_experiment: true,
      sticky: false,
    });
    expect(await experiments.assign(testId, userId(1))).toEqual({ ...first, sticky: true });
    const twin = await experiments.start({ seed: 'fixed' });
    expect(await experiments.assign(twin, userId(1).toUpperCase())).toEqual(first);
  });

  it('takes 1,000 users at once, and shares them out by weight', async () => {
    const testId = await experiments.start({ variants: variantsOf(3, 1), seed: 'thousand' });
    const assigned = await experiments.assignAll(testId, users(1, 1_000));
    expect(assigned.map(({ user_id }) => user_id)).toEqual(users(1, 1_000));
    const share = assigned.filter(({ variant_id }) => variant_id === 'A').length;
    expect(share).toBeGreaterThan(690);
    expect(share).toBeLessThan(810);
    const again = await experiments.assignAll(testId, users(1, 1_000));
    expect(again).toEqual(assigned.map((one) => ({ ...one, sticky: true })));
    await ask(testId, { user_ids: users(1, 1_001) }).expect(400);
  });

  it('gives one answer to whoever asks many times at once', async () => {
    const testId = await experiments.start();
    const calls = Array.from({ length: 60 }, (_, index) => ask(testId, { user_id: userId(1 + (index % 3)) }));
    const answers = await Promise.all(calls);
    for (const number of [0, 1, 2]) {
      const variants = answers
        .filter((_, index) => index % 3 === number)
        .map(({ body }) => (body as { variant_id: string }).variant_id);
      expect(new Set(variants).size).toBe(1);
    }
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query('SELECT user_id FROM ab_test_assignments WHERE test_id = $1', [
      testId,
    ]);
    await client.end();
    expect(rows).toHaveLength(3);
  });

  it('moves nobody when weights change, and shares newcomers out by the new ones', async () => {
    const testId = await experiments.start({ variants: variantsOf(1, 1) });
    const before = await experiments.assignAll(testId, users(1, 300));
    service.clock.set('2026-03-01T13:00:00Z');
    await patch(testId, { variants: variantsOf(1, 1_000_000) }).expect(200);
    const after = await experiments.assignAll(testId, users(1, 600));
    expect(after.slice(0, 300)).toEqual(before.map((one) => ({ ...one, sticky: true })));
    expect(new Set(after.slice(300).map(({ variant_id }) => variant_id))).toEqual(new Set(['B']));
    // Each time is judged by its own weights: this is no mismatch.
    const { body } = await experiments.metrics(testId).expect(200);
    service.clock.set(NOW);
    expect(body).toMatchObject({ srm: { mismatch: false } });
  });

  it('lets in as many as the allocation says, and only while the test runs', async () => {
    const testId = await experiments.create({ allocation: 0.2 });
    const out = { variant_id: null, in_experiment: false, sticky: false };
    expect(await experiments.assign(testId, userId(1))).toEqual(out);
    await experiments.act(testId, 'start').expect(200);
    const inside = (await experiments.assignAll(testId, users(1, 500))).filter((one) => one.in_experiment);
    expect(inside.length).toBeGreaterThan(60);
    expect(inside.length).toBeLessThan(140);
    await patch(testId, { allocation: 1 }).expect(200);
    await experiments.act(testId, 'pause').expect(200);
    const paused = await experiments.assignAll(testId, users(1, 500));
    expect(paused.filter((one) => one.in_experiment)).toEqual(
      inside.map((one) => ({ ...one, sticky: true })),
    );
    await experiments.act(testId, 'start').expect(200);
    const all = await experiments.assignAll(testId, users(1, 500));
    expect(all.every((one) => one.in_experiment)).toBe(true);
    await experiments.act(testId, 'complete').expect(200);
    expect(await experiments.assign(testId, userId(600))).toEqual(out);
    expect(await experiments.assign(testId, userId(1))).toMatchObject({ in_experiment: true, sticky: true });
  });

  it('keeps to the audience: role, registration, genre', async () => {
    await experiments.putUsers(2_001, 2_002, { registered_at: '2026-02-01T00:00:00Z' });
    await experiments.putUsers(2_003, 2_003, { role: 'admin', registered_at: '2026-02-01T00:00:00Z' });
    await experiments.putUsers(2_004, 2_004, { registered_at: '2026-02-10T00:00:00Z' });
    const releases = [
      { id: releaseId(1), title: 'One', genres: ['Drama', 'War'] },
      { id: releaseId(2), title: 'Two', genres: ['Comedy'] },
    ];
    await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
    const events = [
      aViewItem({ userId: userId(2_001), releaseId: releaseId(1) }),
      aViewItem({ userId: userId(2_002), releaseId: releaseId(2) }),
    ];
    await service.asAdmin('post', '/views', { events }).expect(200);
    const asked = [2_001, 2_002, 2_003, 2_004, 1].map(userId);
    const inside = async (audience: object) => {
      const testId = await experiments.start({ audience });
      return (await experiments.assignAll(testId, asked)).map((one) => one.in_experiment);
    };
    expect(await inside({ role: 'admin' })).toEqual([false, false, true, false, false]);
    expect(
      await inside({
        registered_from: '2026-02-01T00:00:00Z',
        registered_until: '2026-02-10T00:00:00Z',
        role: 'user',
      }),
    ).toEqual([true, true, false, false, false]);
    expect(await inside({ genre: 'War' })).toEqual([true, false, false, false, false]);
    expect(await inside({ genre: 'Western' })).toEqual([false, false, false, false, false]);
    expect(await inside({})).toEqual([true, true, true, true, true]);
  });

  it('shares no user between the tests of an exclusion group', async () => {
    const group = { exclusion_group: 'player', allocation: 0.4 };
    const [first, second, third] = [
      await experiments.start(group),
      await experiments.start(group),
      await experiments.create(group),
    ];
    const inside = async (testId: string) =>
      new Set(
        (await experiments.assignAll(testId, users(1, 1_000)))
          .filter((one) => one.in_experiment)
          .map((one) => one.user_id),
      );
    const [mine, theirs] = [await inside(first), await inside(second)];
    expect([...mine].filter((user) => theirs.has(user))).toEqual([]);
    expect(mine.size + theirs.size).toBeGreaterThan(720);
    expect(mine.size + theirs.size).toBeLessThan(880);

    const full = await experiments.act(third, 'start').set('Accept-Language', 'ru').expect(409);
    expect(full.body).toMatchObject({
      code: 'test.group_full',
      detail: 'Другие тесты группы исключения player не оставляют места для такой доли.',
    });
    await patch(first, { allocation: 0.5 }).expect(409);
    await patch(second, { allocation: 0.6 }).expect(200);
    await experiments.act(first, 'complete').expect(200);
    const { body } = await experiments.act(third, 'start').expect(200);
    expect(body).toMatchObject({ exclusion_range: { start: 0, end: 0.4 } });
  });

  it('gives a range to one only of two tests that start at once', async () => {
    const group = { exclusion_group: 'race', allocation: 0.6 };
    const ids = [await experiments.create(group), await experiments.create(group)];
    const answers = await Promise.all(ids.map((testId) => experiments.act(testId, 'start')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('knows unknown users, one by one', async () => {
    const testId = await experiments.start();
    const { body } = await ask(testId, { user_ids: [userId(1), userId(9_999)] })
      .set('Accept-Language', 'ru')
      .expect(200);
    expect((body as { assignments: object[] }).assignments[1]).toEqual({
      user_id: userId(9_999),
      variant_id: null,
      in_experiment: false,
      sticky: false,
      code: 'user.unknown',
      message: 'Пользователя с таким id нет.',
    });
    expect((await ask(testId, { user_id: userId(9_999) }).expect(404)).body).toMatchObject({
      code: 'user.unknown',
    });
    expect((await ask(releaseId(404), { user_id: userId(1) }).expect(404)).body).toMatchObject({
      code: 'test.not_found',
    });
    expect((await ask(testId, { user_ids: [] }).expect(200)).body).toEqual({ assignments: [] });
  });

  it.each<[string, object, string]>([
    ['neither', {}, 'user_id'],
    ['both', { user_id: userId(1), user_ids: [userId(2)] }, 'user_id'],
    ['no id', { user_id: 'x' }, 'user_id'],
    ['a list with something else in it', { user_ids: [userId(1), 5] }, 'user_ids'],
    ['no list', { user_ids: userId(1) }, 'user_ids'],
    ['an unknown field', { user_id: userId(1), variant_id: 'A' }, 'variant_id'],
  ])('refuses %s', async (_, given, field) => {
    const testId = await experiments.create();
    const { body } = await ask(testId, given).expect(400);
    expect((body as { errors: { field: string }[] }).errors.map((error) => error.field)).toEqual([field]);
  });

  it('is open to users for themselves, and to programs that feed', async () => {
    const testId = await experiments.start();
    await experiments.putUsers(3_001, 3_001, { email: 'self@example.org', password: 'a password' });
    const token = await service.logIn('self@example.org', 'a password');
    const path = `${experiments.path}/${testId}/assignments`;
    const asUser = (body: object) => service.withToken(token, 'post', path, body);
    await asUser({ user_id: userId(3_001) }).expect(200);
    const other = await asUser({ user_id: userId(1) }).expect(403);
    const absent = await asUser({ user_id: userId(9_999) }).expect(403);
    expect(absent.body).toEqual(other.body);
    await asUser({ user_ids: [userId(3_001)] }).expect(403);
    await asUser({ user_id: [userId(3_001)] }).expect(403);
    await asUser({ user_id: userId(3_001), user_ids: [userId(1)] }).expect(400);
    const { body } = await service
      .asAdmin('post', '/api-keys', { name: 'feeder', scopes: ['ingest'] })
      .expect(201);
    await request(service.app.getHttpServer())
      .post(`/api/v1${path}`)
      .set('X-Api-Key', (body as { key: string }).key)
      .send({ user_ids: [userId(1), userId(2)] })
      .expect(200);
  });
});

describe('a holdout', () => {
  it('is in no test', async () => {
    const held = await startTestApp({ now: NOW, settings: { HOLDOUT_SHARE: 0.3 } });
    const tests = experimentsOf(held);
    await tests.putUsers(1, 500);
    const outside = async () => {
      const assigned = await tests.assignAll(await tests.start(), users(1, 500));
      return assigned.filter((one) => !one.in_experiment).map((one) => one.user_id);
    };
    const [first, second] = [await outside(), await outside()];
    expect(first).toEqual(second);
    expect(first.length).toBeGreaterThan(110);
    expect(first.length).toBeLessThan(190);
    await held.close();
  });
});

describe('an erasure', () => {
  it('leaves no assignment and no event', async () => {
    await experiments.putUsers(4_001, 4_001);
    const testId = await experiments.start();
    await experiments.assign(testId, userId(4_001));
    await experiments.record([
      {
        event_id: releaseId(77),
        test_id: testId,
        user_id: userId(4_001),
        metric_name: 'conversion',
        occurred_at: NOW,
      },
    ]);
    await service.asAdmin('delete', `/users/${userId(4_001)}`).expect(204);
    const traces = Object.entries(await allTables(service.databaseUrl)).flatMap(([table, rows]) =>
      rows.filter((row) => row.includes(userId(4_001)) && table !== 'audit_log').map(() => table),
    );
    expect(traces).toEqual([]);
    expect((await ask(testId, { user_id: userId(4_001) }).expect(404)).body).toMatchObject({
      code: 'user.unknown',
    });
  });

  it('and assignments at the same time leave nobody behind', async () => {
    const testId = await experiments.start();
    for (let number = 4_100; number < 4_110; number++) {
      await experiments.putUsers(number, number);
      await Promise.all([
        ask(testId, { user_ids: [userId(number), userId(1)] }),
        service.asAdmin('delete', `/users/${userId(number)}`),
        ask(testId, { user_id: userId(number) }),
      ]);
    }
    const rows = (await allTables(service.databaseUrl)).ab_test_assignments!;
    expect(rows.filter((row) => row.includes('aaaaaaaa-0000-4000-8000-0000000041'))).toEqual([]);
  });
});
