import { aTestBody, aTestEventItem, variantsOf } from '../factories/ab-test.factory';
import { releaseId, userId } from '../factories/ids';
import { allTables } from '../support/all-tables';
import { experimentsOf } from '../support/experiments';
import { startTestApp, type TestApp } from '../support/test-app';

const NOW = '2026-03-01T12:00:00Z';

let service: TestApp;
let experiments: ReturnType<typeof experimentsOf>;
beforeAll(async () => {
  service = await startTestApp({ now: NOW });
  experiments = experimentsOf(service);
  await experiments.putUsers(1, 3);
});
afterAll(() => service.close());

const post = (body: object) => service.asAdmin('post', experiments.path, body);
const patch = (testId: string, change: object) =>
  service.asAdmin('patch', `${experiments.path}/${testId}`, change);
const read = (testId: string) => service.asAdmin('get', `${experiments.path}/${testId}`);
const fieldsOf = (body: unknown) =>
  (body as { errors: { field: string }[] }).errors.map(({ field }) => field);

describe('POST /analytics/v2/ab-tests', () => {
  it('makes a draft with its defaults, and answers with all of it', async () => {
    const { body } = await post(aTestBody({ name: 'Новый плеер' })).expect(201);
    const { test_id } = body as { test_id: string };
    expect(body).toEqual({
      test_id,
      name: 'Новый плеер',
      status: 'draft',
      variants: variantsOf(1, 1),
      primary_metric: 'conversion_rate',
      metrics: [],
      allocation: 1,
      exclusion_group: null,
      exclusion_range: null,
      audience: null,
      minimum_detectable_effect: null,
      inference: 'fixed',
      seed: test_id,
      created_at: NOW,
      start_date: null,
      end_date: null,
    });
    expect((await read(test_id).expect(200)).body).toEqual(body);
  });

  it('keeps all that it is told', async () => {
    const given = {
      name: 'All of it',
      variants: variantsOf(5, 3, 0.5),
      primary_metric: 'purchase',
      metrics: [
        { metric_name: 'purchase', role: 'goal', direction: 'decrease', margin: null },
        { metric_name: 'watch_minutes_per_user', role: 'guardrail', direction: 'increase', margin: 0.02 },
        { metric_name: 'complaint_rate', role: 'guardrail', direction: 'decrease' },
      ],
      allocation: 0.25,
      exclusion_group: 'group',
      audience: { genre: 'Драма', registered_from: '2026-01-01T03:00:00+03:00' },
      minimum_detectable_effect: 0.1,
      inference: 'sequential',
      seed: 'a seed',
    };
    const { body } = await post(given).expect(201);
    expect(body).toMatchObject({
      ...given,
      metrics: [given.metrics[0], given.metrics[1], { ...given.metrics[2], margin: 0.05 }],
      audience: {
        role: null,
        genre: 'Драма',
        registered_from: '2026-01-01T00:00:00Z',
        registered_until: null,
      },
    });
    expect((await read((body as { test_id: string }).test_id)).body).toEqual(body);
  });

  const [control, treatment] = variantsOf(1, 1);
  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['no name but null', { name: null }, 'name'],
    ['one variant', { variants: [control] }, 'variants'],
    ['21 variants', { variants: new Array(21).fill(control) }, 'variants'],
    ['no list of variants', { variants: { A: 1 } }, 'variants'],
    ['a variant twice', { variants: [control, { ...treatment, variant_id: 'A' }] }, 'variants'],
    ['two controls', { variants: [control, { ...treatment, is_control: true }] }, 'variants'],
    ['no control', { variants: [treatment, { ...control, is_control: false }] }, 'variants'],
    ['no weight', { variants: variantsOf(0, 0) }, 'variants'],
    ['a weight below 0', { variants: variantsOf(1, -1) }, 'variants.1.weight'],
    [
      'a variant with a space',
      { variants: [control, { ...treatment, variant_id: 'a b' }] },
      'variants.1.variant_id',
    ],
    ['a wrong metric', { primary_metric: '_rate' }, 'primary_metric'],
    ['a metric without direction', { metrics: [{ metric_name: 'x', role: 'goal' }] }, 'metrics.0.direction'],
    [
      'a metric twice',
      { metrics: new Array(2).fill({ metric_name: 'x', role: 'goal', direction: 'increase' }) },
      'metrics',
    ],
    [
      'a primary metric that is a guardrail',
      { metrics: [{ metric_name: 'conversion_rate', role: 'guardrail', direction: 'increase' }] },
      'metrics',
    ],
    ['no allocation', { allocation: 0 }, 'allocation'],
    ['too much of it', { allocation: 1.1 }, 'allocation'],
    ['a role that is none', { audience: { role: 'owner' } }, 'audience.role'],
    ['a wrong date', { audience: { registered_from: '2026-02-30T00:00:00Z' } }, 'audience.registered_from'],
    [
      'an end before the begin',
      { audience: { registered_from: '2026-02-01T00:00:00Z', registered_until: '2026-02-01T00:00:00Z' } },
      'audience.registered_until',
    ],
    ['an effect of nothing', { minimum_detectable_effect: 0 }, 'minimum_detectable_effect'],
    ['an inference that is none', { inference: 'bayes' }, 'inference'],
    ['a NUL byte', { seed: 'a\0b' }, 'seed'],
    ['a field that is none', { status: 'running' }, 'status'],
  ])('refuses %s', async (_, given, field) => {
    const { body } = await post(aTestBody(given)).expect(400);
    expect(body).toMatchObject({ code: 'validation.failed' });
    expect(fieldsOf(body)).toContain(field);
  });
});

describe('the life of a test', () => {
  it('goes from draft to running, paused, running and completed', async () => {
    const testId = await experiments.create();
    const statusOf = async () => ((await read(testId)).body as { status: string }).status;
    for (const action of ['pause', 'complete'] as const) {
      const { body } = await experiments.act(testId, action).expect(409);
      expect(body).toMatchObject({ code: 'test.wrong_status' });
    }
    expect((await experiments.act(testId, 'start').expect(200)).body).toMatchObject({ start_date: NOW });
    await experiments.act(testId, 'start').expect(409);
    await experiments.act(testId, 'pause').expect(200);
    expect(await statusOf()).toBe('paused');
    service.clock.set('2026-03-01T13:00:00Z');
    expect((await experiments.act(testId, 'start').expect(200)).body).toMatchObject({ start_date: NOW });
    const { body } = await experiments.act(testId, 'complete').expect(200);
    service.clock.set(NOW);
    expect(body).toMatchObject({ status: 'completed', end_date: '2026-03-01T13:00:00Z' });
    for (const action of ['start', 'pause', 'complete'] as const)
      await experiments.act(testId, action).expect(409);
  });

  it('lets a draft be changed in all respects', async () => {
    const testId = await experiments.create({ allocation: 0.5, minimum_detectable_effect: 0.1 });
    const change = {
      name: 'Another',
      variants: variantsOf(1, 2, 3),
      primary_metric: 'purchase_rate',
      metrics: [{ metric_name: 'purchase_rate', role: 'goal', direction: 'increase', margin: null }],
      exclusion_group: 'elsewhere',
      inference: 'sequential',
      seed: 'seed',
    };
    const { body } = await patch(testId, change).expect(200);
    expect(body).toMatchObject({ ...change, allocation: 0.5, minimum_detectable_effect: 0.1 });
    const defaults = { allocation: null, minimum_detectable_effect: null, exclusion_group: null, seed: null };
    expect((await patch(testId, { ...defaults, metrics: null }).expect(200)).body).toMatchObject({
      allocation: 1,
      minimum_detectable_effect: null,
      exclusion_group: null,
      seed: testId,
      metrics: [],
      name: 'Another',
    });
    expect((await patch(testId, {}).expect(200)).body).toMatchObject({ variants: variantsOf(1, 2, 3) });
    expect(fieldsOf((await patch(testId, { name: null }).expect(400)).body)).toEqual(['name']);
  });

  it('locks what figures depend on once users may have come, and says which field', async () => {
    const testId = await experiments.start();
    const open = {
      name: 'Still open',
      variants: variantsOf(1, 3).map((variant) => ({
        ...variant,
        variant_name: `New ${variant.variant_id}`,
      })),
      allocation: 0.9,
      audience: { role: 'user' },
      metrics: [{ metric_name: 'x', role: 'goal', direction: 'increase' }],
    };
    await patch(testId, open).expect(200);
    for (const [change, field] of [
      [{ variants: variantsOf(1, 1, 1) }, 'variants'],
      [{ variants: [...variantsOf(1, 1)].reverse() }, 'variants'],
      [{ primary_metric: 'x' }, 'primary_metric'],
      [{ exclusion_group: 'x' }, 'exclusion_group'],
      [{ minimum_detectable_effect: 0.5 }, 'minimum_detectable_effect'],
      [{ inference: 'sequential' }, 'inference'],
      [{ seed: 'x' }, 'seed'],
    ] as const) {
      const { body } = await patch(testId, change).expect(409);
      expect(body).toMatchObject({ code: 'test.locked_field' });
      expect((body as { detail: string }).detail).toMatch(new RegExp(`^${field} can no longer be changed`));
    }
    await experiments.act(testId, 'complete').expect(200);
    const frozen = await patch(testId, { name: 'x' }).set('Accept-Language', 'ru').expect(409);
    expect((frozen.body as { detail: string }).detail).toBe(
      'Поле name больше нельзя менять: статус теста — completed.',
    );
    await patch(testId, { name: 'Still open' }).expect(200);
  });

  it('ends with a deletion that leaves nothing, but not while it runs', async () => {
    const testId = await experiments.start();
    await experiments.assign(testId, userId(1));
    await experiments.record([aTestEventItem(testId)]);
    const path = `${experiments.path}/${testId}`;
    expect((await service.asAdmin('delete', path).expect(409)).body).toMatchObject({ code: 'test.running' });
    await experiments.act(testId, 'pause').expect(200);
    await service.asAdmin('delete', path).expect(204);
    await service.asAdmin('delete', path).expect(404);
    const rows = Object.values(await allTables(service.databaseUrl)).flat();
    expect(rows.filter((row) => row.includes(testId))).toEqual([]);
  });

  it.each(['start', 'pause', 'complete'] as const)(
    '%s does not know a test that is not there',
    async (action) => {
      expect((await experiments.act(releaseId(404), action).expect(404)).body).toMatchObject({
        code: 'test.not_found',
      });
    },
  );
});

describe('GET /analytics/v2/ab-tests', () => {
  it('lists tests page by page, the last made first, also by status', async () => {
    service.clock.set('2026-03-02T12:00:00Z');
    const ids = [await experiments.create(), await experiments.start(), await experiments.create()];
    service.clock.set('2026-03-02T12:00:01Z');
    ids.push(await experiments.create());
    service.clock.set(NOW);
    const page = async (query: string) => {
      const { body } = await service.asAdmin('get', `${experiments.path}?${query}`).expect(200);
      const { items, next_cursor } = body as { items: { test_id: string }[]; next_cursor: string | null };
      return { ids: items.map(({ test_id }) => test_id), next_cursor };
    };
    const first = await page('limit=2');
    expect(first.ids[0]).toBe(ids[3]);
    const second = await page(`limit=2&cursor=${first.next_cursor}`);
    expect([...first.ids, ...second.ids].sort()).toEqual([...ids].sort());
    expect((await page('status=running&limit=200')).ids[0]).toBe(ids[1]);
    expect((await page('status=running&limit=200')).next_cursor).toBeNull();
    await service.asAdmin('get', `${experiments.path}?cursor=e30`).expect(400);
    await service.asAdmin('get', `${experiments.path}?status=done`).expect(400);
  });
});
