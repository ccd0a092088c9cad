import { setTimeout as delay } from 'node:timers/promises';
import { releaseId, userId } from '../factories/ids';
import { aTestEventItem, variantsOf } from '../factories/ab-test.factory';
import { aViewItem } from '../factories/view-event.factory';
import { experimentsOf } from '../support/experiments';
import { startTestApp, type TestApp } from '../support/test-app';

const NOW = '2026-03-01T12:00:00Z';
const EXPOSED_AT = '2026-02-10T12:00:00Z';

let service: TestApp;
let experiments: ReturnType<typeof experimentsOf>;
beforeAll(async () => {
  service = await startTestApp({ now: NOW });
  experiments = experimentsOf(service);
  await experiments.putUsers(1, 1_400);
  const releases = [{ id: releaseId(1), title: 'One', genres: ['Drama'] }];
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
});
afterAll(() => service.close());

/** A running test with so many users in each of its arms, by turns, the first of whom have converted. */
async function aTestWith(
  arms: readonly (readonly [users: number, conversions: number])[],
  given: object = {},
) {
  const testId = await experiments.start({ variants: variantsOf(...arms.map(() => 1)), ...given });
  let number = 0;
  const people = arms.flatMap(([users, conversions], arm) =>
    Array.from({ length: users }, (_, index) => ({
      user_id: userId(++number),
      variant_id: 'ABCDEFG'[arm]!,
      exposed_at: EXPOSED_AT,
      converted: index < conversions,
    })),
  );
  await experiments.expose(
    testId,
    people.map(({ converted: _, ...exposure }) => exposure),
  );
  const events = people
    .filter(({ converted }) => converted)
    .map(({ user_id }) => aTestEventItem(testId, { user_id, occurred_at: '2026-02-20T12:00:00Z' }));
  await experiments.record(events);
  return testId;
}

/** The cache is told of new events twice a second at most. */
const toldOfEvents = () => delay(700);

describe('GET /analytics/v2/ab-tests/{test_id}/metrics', () => {
  it('has no winner in the seed’s own example, and says how many users are missing', async () => {
    const testId = await aTestWith(
      [
        [500, 50],
        [500, 65],
      ],
      { name: 'Demo A/B Test' },
    );
    const { body } = await experiments.metrics(testId, '?metric_name=conversion_rate').expect(200);
    expect(body).toMatchObject({
      test_id: testId,
      test_name: 'Demo A/B Test',
      metric_name: 'conversion_rate',
      metric_kind: 'proportion',
      metric_role: 'goal',
      start_date: NOW,
      end_date: null,
      status: 'running',
      variants: [
        { variant_id: 'A', variant_name: 'Control', users_count: 500, conversions: 50, conversion_rate: 10 },
        {
          variant_id: 'B',
          variant_name: 'Variant B',
          users_count: 500,
          conversions: 65,
          conversion_rate: 13,
        },
      ],
      winner_variant_id: null,
      is_significant: false,
      verdict: { reason: 'not_significant', obstacles: ['not_significant'], leader_variant_id: 'B' },
      srm: { chi2: 0, p_value: 1, mismatch: false },
      sample_size: { required_per_variant: 1774, missing_users: 2548, days_left: null },
      multiple_exposures: 0,
      guardrails: [],
      warnings: ['sample_not_reached'],
      as_of: NOW,
    });
    const { statistical_significance, comparisons, recommendation } = body as {
      statistical_significance: number;
      comparisons: Record<string, number | string>[];
      recommendation: string;
    };
    expect(statistical_significance).toBeCloseTo(0.1371, 4);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ variant_id: 'B', control_variant_id: 'A', method: 'z' });
    expect(comparisons[0]!.lift).toBeCloseTo(0.3, 12);
    expect(comparisons[0]!.difference).toBeCloseTo(0.03, 12);
    expect(recommendation).toBe(
      'No significant difference yet (+30%, p = 0.137). 2,548 more users are needed in all, 1,774 in each variant.',
    );
  });

  it('says it in the caller’s language, from one cached answer', async () => {
    const testId = await aTestWith([
      [500, 50],
      [500, 65],
    ]);
    const english = await experiments.metrics(testId).expect('X-Cache', 'MISS').expect(200);
    const russian = await experiments.metrics(testId).set('Accept-Language', 'ru').expect('X-Cache', 'HIT');
    const texts = [english, russian].map(({ body }) => (body as { recommendation: string }).recommendation);
    expect(texts[0]).toMatch(/^No significant difference yet/);
    expect(texts[1]!.replace(/\s/g, ' ')).toBe(
      'Статистически значимой разницы пока нет (+30 %, p = 0,137). Не хватает пользователей: 2 548; нужно по 1 774 в каждом варианте.',
    );
    expect(russian.headers['content-type']).toMatch(/^application\/json/);
    expect({ ...english.body, recommendation: '' }).toEqual({ ...russian.body, recommendation: '' });
  });

  it('names a winner, and warns of one who harms a guardrail', async () => {
    const testId = await aTestWith(
      [
        [500, 50],
        [500, 100],
      ],
      { metrics: [{ metric_name: 'complaint_rate', role: 'guardrail', direction: 'decrease', margin: 0.1 }] },
    );
    const read = async () =>
      (await experiments.metrics(testId).expect(200)).body as {
        winner_variant_id: string;
        recommendation: string;
        guardrails: object[];
      };
    const before = await read();
    expect(before).toMatchObject({ winner_variant_id: 'B', is_significant: true });
    expect(before.recommendation).toMatch(
      /^Variant B shows a statistically significant improvement \(\+100%/,
    );

    const complaints = Array.from({ length: 280 }, (_, index) =>
      aTestEventItem(testId, {
        user_id: userId(index < 80 ? index + 1 : 501 + index - 80),
        metric_name: 'complaint',
      }),
    );
    await experiments.record(complaints);
    await toldOfEvents();
    service.clock.set('2026-03-01T12:00:10Z');
    const after = await read();
    service.clock.set(NOW);
    expect(after.guardrails).toMatchObject([
      { metric_name: 'complaint_rate', margin: 0.1, variants: [{ variant_id: 'B', verdict: 'fail' }] },
    ]);
    expect(after.recommendation).toContain('harms the guardrail metric complaint_rate');
  });

  it('compares several variants, and adjusts for their number', async () => {
    const testId = await aTestWith([
      [300, 30],
      [300, 48],
      [300, 54],
    ]);
    const { body } = await experiments.metrics(testId).expect(200);
    const { comparisons } = body as { comparisons: { p_value: number; p_value_adjusted: number }[] };
    expect(comparisons).toHaveLength(2);
    const [first, second] = comparisons.map(({ p_value }) => p_value);
    expect(comparisons[1]!.p_value_adjusted).toBeCloseTo(2 * second!, 12);
    expect(comparisons[0]!.p_value_adjusted).toBeCloseTo(Math.max(first!, 2 * second!), 12);
  });

  it('trusts nothing while users are not shared out as they should be', async () => {
    const testId = await aTestWith([
      [700, 70],
      [500, 100],
    ]);
    const { body } = await experiments.metrics(testId).expect(200);
    expect(body).toMatchObject({
      winner_variant_id: null,
      srm: { mismatch: true },
      verdict: { reason: 'sample_ratio_mismatch' },
    });
    expect((body as { warnings: string[] }).warnings).toContain('sample_ratio_mismatch');
    expect((body as { recommendation: string }).recommendation).toMatch(/not shared out as the weights say/);
  });

  it('counts users who met two variants out, and reports them', async () => {
    const testId = await aTestWith([
      [60, 10],
      [60, 12],
    ]);
    const again = [1, 2, 3].map((number) => ({
      user_id: userId(number),
      variant_id: 'B',
      exposed_at: EXPOSED_AT,
    }));
    expect(await experiments.expose(testId, again)).toMatchObject({ accepted: 3 });
    expect(await experiments.expose(testId, again)).toMatchObject({ accepted: 0, duplicates: 3 });
    const { body } = await experiments.metrics(testId).expect(200);
    expect(body).toMatchObject({
      multiple_exposures: 3,
      variants: [
        { users_count: 57, conversions: 7 },
        { users_count: 60, conversions: 12 },
      ],
    });
    expect((body as { warnings: string[] }).warnings).toContain('multiple_exposures');
  });

  it('sums values, with CUPED, winsorised and sequentially', async () => {
    const testId = await experiments.start({ primary_metric: 'minutes' });
    const people = Array.from({ length: 200 }, (_, index) => ({
      user_id: userId(index + 1),
      variant_id: index % 2 ? 'B' : 'A',
      exposed_at: EXPOSED_AT,
    }));
    await experiments.expose(testId, people);
    await experiments.record(
      people.flatMap(({ user_id }, index) => {
        const minutes = (value: number, occurred_at: string) =>
          aTestEventItem(testId, { user_id, metric_name: 'minutes', value, occurred_at });
        return [
          minutes(10 + (index % 10) + (index % 2) + (index % 4 < 2 ? 0.5 : -0.5), '2026-02-15T12:00:00Z'),
          minutes(10 + (index % 10), '2026-02-05T12:00:00Z'),
          ...(index === 199 ? [minutes(1_000, '2026-02-16T12:00:00Z')] : []),
        ];
      }),
    );
    const read = async (query: string) =>
      (await experiments.metrics(testId, query).expect(200)).body as object;
    const plain = await read('');
    expect(plain).toMatchObject({
      metric_kind: 'mean',
      variants: [
        { users_count: 100, conversions: null, conversion_rate: null, value: 14 },
        { users_count: 100, conversions: null, conversion_rate: null, value: 26 },
      ],
      comparisons: [{ difference: 12, method: 'welch' }],
      cuped: null,
      winsorize: null,
    });
    expect(await read('?winsorize=0.99')).toMatchObject({
      winsorize: { quantile: 0.99, limit: 20.5 },
      variants: [{ value: 14 }, { value: 16.01 }],
    });
    const cuped = (await read('?winsorize=0.99&cuped=true')) as {
      cuped: { variance_reduction: number };
      comparisons: { p_value: number }[];
    };
    expect(cuped.cuped.variance_reduction).toBeGreaterThan(0.9);
    expect(cuped.comparisons[0]!.p_value).toBeLessThan(1e-12);
    expect(await read('?inference=sequential')).toMatchObject({
      inference: 'sequential',
      comparisons: [{ method: 'sequential' }],
    });
    expect(await read('?metric_name=minutes_rate&winsorize=0.99')).toMatchObject({
      metric_kind: 'proportion',
      warnings: ['sample_not_reached', 'metric_not_declared', 'winsorize_unavailable'],
    });
  });

  it('reads metrics off the views, only after the exposure', async () => {
    const testId = await experiments.start();
    const people = Array.from({ length: 100 }, (_, index) => ({
      user_id: userId(1_001 + index),
      variant_id: index % 2 ? 'B' : 'A',
      exposed_at: EXPOSED_AT,
    }));
    await experiments.expose(testId, people);
    const events = people.flatMap(({ user_id }, index) => [
      aViewItem({ userId: user_id, viewedAt: '2026-02-18T12:00:00Z', watchSeconds: 600, completion: 0.5 }),
      aViewItem({ userId: user_id, viewedAt: '2026-02-01T12:00:00Z', watchSeconds: 6_000, completion: 1 }),
      ...(index % 2
        ? [aViewItem({ userId: user_id, viewedAt: '2026-02-25T12:00:00Z', watchSeconds: 300, completion: 1 })]
        : []),
    ]);
    await service.asAdmin('post', '/views', { events }).expect(200);
    const values = async (metric: string) => {
      const { body } = await experiments.metrics(testId, `?metric_name=${metric}`).expect(200);
      return (body as { variants: { value: number }[] }).variants.map(({ value }) => value);
    };
    expect(await values('views_per_user')).toEqual([1, 2]);
    expect(await values('watch_minutes_per_user')).toEqual([10, 15]);
    expect(await values('completion_rate')).toEqual([0.5, 0.75]);
    expect(await values('retention_week_1')).toEqual([1, 1]);
  });

  it('knows a draft, and a metric that nobody has sent', async () => {
    const testId = await experiments.create();
    const { body } = await experiments.metrics(testId, '?metric_name=nothing_rate').expect(200);
    expect(body).toMatchObject({
      status: 'draft',
      start_date: null,
      variants: [
        { users_count: 0, conversions: 0, conversion_rate: null, value: null },
        { users_count: 0, conversions: 0, conversion_rate: null, value: null },
      ],
      statistical_significance: null,
      srm: null,
      sample_size: null,
      recommendation: 'Nobody has been exposed to this test yet.',
    });
    expect((body as { warnings: string[] }).warnings).toContain('metric_not_declared');
  });

  it('stays as it was at the end, but for what comes late', async () => {
    const testId = await aTestWith([
      [60, 10],
      [60, 12],
    ]);
    service.clock.set('2026-03-02T12:00:00Z');
    await experiments.act(testId, 'complete').expect(200);
    service.clock.set('2026-03-05T12:00:00Z');
    await experiments.record([
      aTestEventItem(testId, { user_id: userId(20), occurred_at: '2026-03-02T12:00:00.001Z' }),
      aTestEventItem(testId, { user_id: userId(21), occurred_at: '2026-03-02T12:00:00Z' }),
    ]);
    const { body } = await experiments.metrics(testId).expect(200);
    service.clock.set(NOW);
    expect(body).toMatchObject({
      status: 'completed',
      end_date: '2026-03-02T12:00:00Z',
      variants: [{ conversions: 11 }, { conversions: 12 }],
      sample_size: { days_left: null },
    });
  });

  it('goes stale with new events and exposures, and is new at once after a change of the test', async () => {
    const testId = await aTestWith([
      [60, 10],
      [60, 12],
    ]);
    await experiments.metrics(testId).expect('X-Cache', 'MISS');
    await experiments.metrics(testId).expect('X-Cache', 'HIT');
    await experiments.record([
      aTestEventItem(testId, { user_id: userId(60), occurred_at: '2026-02-20T12:00:00Z' }),
    ]);
    await toldOfEvents();
    service.clock.set('2026-03-01T12:00:06Z');
    const { body } = await experiments.metrics(testId).expect('X-Cache', 'MISS');
    expect(body).toMatchObject({ variants: [{ conversions: 11 }, { conversions: 12 }] });
    service.clock.set(NOW);
    await service.asAdmin('patch', `${experiments.path}/${testId}`, { name: 'Renamed' }).expect(200);
    const renamed = await experiments.metrics(testId).expect('X-Cache', 'MISS');
    expect(renamed.body).toMatchObject({ test_name: 'Renamed' });
  });

  it.each([
    ['?metric_name=', 'metric_name'],
    ['?metric_name=a%20b', 'metric_name'],
    ['?inference=bayesian', 'inference'],
    ['?cuped=1', 'cuped'],
    ['?winsorize=1', 'winsorize'],
    ['?winsorize=1e-1', 'winsorize'],
    ['?page=1', 'page'],
  ])('refuses %s', async (query, field) => {
    const testId = await experiments.create();
    const { body } = await experiments.metrics(testId, query).expect(400);
    expect((body as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(field);
  });

  it('does not know a test that is not there', async () => {
    const { body } = await experiments.metrics(releaseId(404)).set('Accept-Language', 'ru').expect(404);
    expect(body).toMatchObject({ code: 'test.not_found', detail: 'A/B-теста с таким id нет.' });
  });
});

describe('GET /analytics/v2/ab-tests/{test_id}/metrics/daily', () => {
  it('tells how the figures have come about', async () => {
    const testId = await experiments.start();
    const exposure = (number: number, variant_id: string, exposed_at: string) => ({
      user_id: userId(number),
      variant_id,
      exposed_at,
    });
    await experiments.expose(testId, [
      exposure(1, 'A', '2026-02-26T10:00:00Z'),
      exposure(2, 'B', '2026-02-26T11:00:00Z'),
      exposure(3, 'A', '2026-02-28T10:00:00Z'),
    ]);
    await experiments.record([
      aTestEventItem(testId, { user_id: userId(2), occurred_at: '2026-02-27T10:00:00Z' }),
      aTestEventItem(testId, { user_id: userId(2), occurred_at: '2026-02-28T10:00:00Z' }),
    ]);
    const { body } = await service
      .asAdmin('get', `${experiments.path}/${testId}/metrics/daily?metric_name=conversion_rate`)
      .expect(200);
    const { days } = body as { days: { date: string; variants: object[]; comparisons: object[] }[] };
    expect(body).toMatchObject({ metric_kind: 'proportion', control_variant_id: 'A', inference: 'fixed' });
    expect(days.map(({ date }) => date.slice(0, 10))).toEqual([
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(days.map(({ variants }) => variants)).toEqual([
      [
        { variant_id: 'A', new_users: 1, users_count: 1, conversions: 0, value: 0 },
        { variant_id: 'B', new_users: 1, users_count: 1, conversions: 0, value: 0 },
      ],
      [
        { variant_id: 'A', new_users: 0, users_count: 1, conversions: 0, value: 0 },
        { variant_id: 'B', new_users: 0, users_count: 1, conversions: 1, value: 1 },
      ],
      [
        { variant_id: 'A', new_users: 1, users_count: 2, conversions: 0, value: 0 },
        { variant_id: 'B', new_users: 0, users_count: 1, conversions: 1, value: 1 },
      ],
      [
        { variant_id: 'A', new_users: 0, users_count: 2, conversions: 0, value: 0 },
        { variant_id: 'B', new_users: 0, users_count: 1, conversions: 1, value: 1 },
      ],
    ]);
    expect(days[3]!.comparisons).toMatchObject([
      { variant_id: 'B', difference: 1, difference_ci_lower: expect.any(Number) },
    ]);
  });
});

describe('GET /analytics/v2/ab-tests/{test_id}/scorecard', () => {
  it('has all metrics that the test declares, adjusted for their number', async () => {
    const testId = await aTestWith(
      [
        [500, 50],
        [500, 90],
      ],
      { metrics: [{ metric_name: 'conversion', role: 'goal', direction: 'increase' }] },
    );
    const path = `${experiments.path}/${testId}/scorecard`;
    const { body } = await service.asAdmin('get', path).expect('X-Cache', 'MISS').expect(200);
    const { metrics } = body as {
      metrics: {
        metric_name: string;
        comparisons: Record<'p_value' | 'p_value_adjusted' | 'q_value', number>[];
      }[];
    };
    expect(metrics.map(({ metric_name }) => metric_name)).toEqual(['conversion_rate', 'conversion']);
    const [rate, sum] = metrics.map(({ comparisons }) => comparisons[0]!);
    const largest = Math.max(rate!.p_value, sum!.p_value);
    expect(Math.max(rate!.q_value, sum!.q_value)).toBeCloseTo(largest, 12);
    expect(Math.min(rate!.p_value_adjusted, sum!.p_value_adjusted)).toBeCloseTo(
      2 * Math.min(rate!.p_value, sum!.p_value),
      12,
    );
    await service.asAdmin('get', path).expect('X-Cache', 'HIT');
    await service.asAdmin('get', `${path}?inference=sequential`).expect('X-Cache', 'MISS').expect(200);
    await service.asAdmin('get', `${path}?inference=x`).expect(400);
  });
});
