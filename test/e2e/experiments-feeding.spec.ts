import { aTestEventItem } from '../factories/ab-test.factory';
import { eventId, releaseId, userId } from '../factories/ids';
import { experimentsOf } from '../support/experiments';
import { startTestApp, type TestApp } from '../support/test-app';

const NOW = '2026-03-01T12:00:00Z';

let service: TestApp;
let experiments: ReturnType<typeof experimentsOf>;
beforeAll(async () => {
  service = await startTestApp({ now: NOW });
  experiments = experimentsOf(service);
  await experiments.putUsers(1, 50);
});
afterAll(() => service.close());

describe('POST /analytics/v2/ab-tests/events', () => {
  it('accepts once, knows the repeat, and rejects another body', async () => {
    const event = aTestEventItem(await experiments.create(), { value: 0.1 + 0.2 });
    expect(await experiments.record([event, event])).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    expect(await experiments.record([event])).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await experiments.record([{ ...event, value: 0.3 }])).toMatchObject({
      rejected: [{ index: 0, id: event.event_id, code: 'event.conflict' }],
    });
    const plain = aTestEventItem(event.test_id);
    await experiments.record([plain]);
    expect(await experiments.record([{ ...plain, value: 1 }])).toMatchObject({ duplicates: 1 });
  });

  it('tells for each bad item its place, id, code and reason, and takes the good ones', async () => {
    const testId = await experiments.create();
    const bad: [object, string][] = [
      [aTestEventItem(releaseId(404)), 'test.unknown'],
      [aTestEventItem(testId, { user_id: userId(99) }), 'user.unknown'],
      [aTestEventItem(testId, { occurred_at: '2026-03-01T12:05:00.001Z' }), 'event.in_future'],
      [aTestEventItem(testId, { metric_name: 'views_per_user' }), 'event.reserved_metric'],
      [aTestEventItem(testId, { metric_name: '' }), 'event.invalid'],
      [aTestEventItem(testId, { value: '1' }), 'event.invalid'],
      [aTestEventItem(testId, { value: 1e10 }), 'event.invalid'],
      [aTestEventItem(testId, { test_id: 'x' }), 'event.invalid'],
      [aTestEventItem(testId, { extra: 1 }), 'event.invalid'],
    ];
    const { accepted, rejected } = await experiments.record([
      aTestEventItem(testId, { occurred_at: '2026-03-01T12:05:00Z' }),
      ...bad.map(([item]) => item),
      aTestEventItem(testId, { event_id: eventId(1).toUpperCase() }),
    ]);
    expect(accepted).toBe(2);
    expect(rejected).toEqual(
      bad.map(([item, code], index) => ({
        index: index + 1,
        id: (item as { event_id: string }).event_id,
        code,
        message: expect.stringMatching(/\w+/),
      })),
    );
    const { body } = await service
      .asAdmin('post', `${experiments.path}/events`, { events: [aTestEventItem(releaseId(404))] })
      .set('Accept-Language', 'ru')
      .expect(200);
    expect(body).toMatchObject({ rejected: [{ message: 'A/B-теста с таким id нет.' }] });
  });

  it('takes 1,000 events, and refuses one more', async () => {
    const testId = await experiments.create();
    const events = Array.from({ length: 1_001 }, (_, index) =>
      aTestEventItem(testId, { user_id: userId(1 + (index % 50)) }),
    );
    expect(await experiments.record(events.slice(1))).toMatchObject({ accepted: 1_000 });
    await service.asAdmin('post', `${experiments.path}/events`, { events }).expect(400);
  });
});

describe('POST /analytics/v2/ab-tests/{test_id}/exposures', () => {
  const exposure = (number: number, variant_id: string, exposed_at = '2026-02-10T12:00:00Z') => ({
    user_id: userId(number),
    variant_id,
    exposed_at,
  });

  it('takes exposures in any order, the earliest counts', async () => {
    const testId = await experiments.start();
    expect(await experiments.expose(testId, [exposure(1, 'A'), exposure(2, 'B'), exposure(1, 'A')])).toEqual({
      accepted: 2,
      duplicates: 1,
      rejected: [],
    });
    await experiments.record([
      aTestEventItem(testId, { user_id: userId(1), occurred_at: '2026-02-09T12:00:00Z' }),
    ]);
    const conversions = async () => {
      const { body } = await experiments.metrics(testId, '?metric_name=conversion').expect(200);
      return (body as { variants: { value: number }[] }).variants[0]!.value;
    };
    expect(await conversions()).toBe(0);
    const earlier = exposure(1, 'A', '2026-02-09T12:00:00Z');
    expect(await experiments.expose(testId, [earlier, exposure(1, 'A'), earlier])).toMatchObject({
      accepted: 1,
      duplicates: 2,
    });
    await service.asAdmin('patch', `${experiments.path}/${testId}`, { name: 'Renamed' }).expect(200);
    expect(await conversions()).toBe(1);
  });

  it('is one with the assignments', async () => {
    const testId = await experiments.start();
    await experiments.expose(testId, [exposure(3, 'B')]);
    expect(await experiments.assign(testId, userId(3))).toEqual({
      variant_id: 'B',
      in_experiment: true,
      sticky: true,
    });
    const { variant_id } = await experiments.assign(testId, userId(4));
    const other = variant_id === 'A' ? 'B' : 'A';
    await experiments.expose(testId, [exposure(4, other)]);
    const { body } = await experiments.metrics(testId).expect(200);
    expect(body).toMatchObject({ multiple_exposures: 1, variants: [{ users_count: 0 }, { users_count: 1 }] });
  });

  it('tells of each bad item what is wrong', async () => {
    const testId = await experiments.start();
    const bad: [object, string][] = [
      [exposure(99, 'A'), 'user.unknown'],
      [exposure(1, 'C'), 'variant.unknown'],
      [exposure(1, 'A', '2026-03-01T12:05:00.001Z'), 'exposure.in_future'],
      [{ ...exposure(1, 'A'), exposed_at: '2026-02-10' }, 'exposure.invalid'],
      [{ ...exposure(1, 'A'), user_id: 5 }, 'exposure.invalid'],
    ];
    const { accepted, rejected } = await experiments.expose(testId, [
      ...bad.map(([item]) => item),
      exposure(1, 'A'),
    ]);
    expect(accepted).toBe(1);
    expect(rejected.map(({ index, code }) => [index, code])).toEqual(
      bad.map(([, code], index) => [index, code]),
    );
    expect(rejected.every(({ message }) => /\w+/.test(message))).toBe(true);
  });

  it('is closed before the start, and after the end for what came later', async () => {
    const testId = await experiments.create();
    const path = `${experiments.path}/${testId}/exposures`;
    const early = await service.asAdmin('post', path, { exposures: [exposure(1, 'A')] }).expect(409);
    expect(early.body).toMatchObject({ code: 'test.not_started' });
    await experiments.act(testId, 'start').expect(200);
    await experiments.act(testId, 'complete').expect(200);
    expect(
      await experiments.expose(testId, [exposure(1, 'A'), exposure(2, 'A', '2026-03-01T12:00:01Z')]),
    ).toMatchObject({ accepted: 1, rejected: [{ code: 'exposure.after_end' }] });
  });
});
