import { Client } from 'pg';
import { eventId, releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ now: '2026-03-01T12:00:00Z' });
  const users = [1, 2, 3].map((number) => ({ id: userId(number), registered_at: '2026-01-05T09:00:00Z' }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  const releases = [{ id: releaseId(1), title: 'One', genres: ['Drama'] }];
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
});
afterAll(() => service.close());

const post = (...events: unknown[]) => service.asAdmin('post', '/views', { events }).expect(200);

describe('POST /views', () => {
  it('accepts once, and knows the repeat', async () => {
    const event = aViewItem();
    expect((await post(event)).body).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect((await post(event)).body).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  });

  it('takes the same instant with another offset, and an id in capitals, as the same event', async () => {
    const event = aViewItem({ viewedAt: '2026-01-06T18:00:00Z' });
    await post(event);
    const again = {
      ...event,
      event_id: event.event_id.toUpperCase(),
      viewed_at: '2026-01-06T21:00:00+03:00',
    };
    expect((await post(again)).body).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  });

  it('tells for each bad item its place, id, code and reason, and takes the good ones', async () => {
    const known = aViewItem();
    await post(known);
    const bad: [object, string][] = [
      [{ ...known, watch_seconds: 1 }, 'event.conflict'],
      [aViewItem({ userId: userId(9) }), 'user.unknown'],
      [aViewItem({ releaseId: releaseId(9) }), 'release.unknown'],
      [aViewItem({ viewedAt: '2026-03-01T12:05:00.001Z' }), 'event.in_future'],
      [{ ...aViewItem(), viewed_at: '2026-02-30T00:00:00Z' }, 'event.invalid'],
      [{ ...aViewItem(), watch_seconds: 86_401 }, 'event.invalid'],
      [{ ...aViewItem(), watch_seconds: -1 }, 'event.invalid'],
      [{ ...aViewItem(), completion: 1.01 }, 'event.invalid'],
      [{ ...aViewItem(), completion: '1' }, 'event.invalid'],
      [{ ...aViewItem(), extra: true }, 'event.invalid'],
      [{ ...aViewItem(), user_id: undefined }, 'event.invalid'],
    ];
    const { body } = await post(
      aViewItem({ viewedAt: '2026-03-01T12:05:00Z' }),
      ...bad.map(([item]) => item),
      aViewItem(),
    );
    expect(body).toMatchObject({ accepted: 2, duplicates: 0 });
    expect((body as { rejected: object[] }).rejected).toEqual(
      bad.map(([item, code], index) => ({
        index: index + 1,
        id: (item as { event_id: string }).event_id,
        code,
        message: expect.stringMatching(/\w+/),
      })),
    );
  });

  it('says in Russian what is wrong', async () => {
    const { body } = await service
      .asAdmin('post', '/views', { events: [{ ...aViewItem(), watch_seconds: 90_000 }] })
      .set('Accept-Language', 'ru-RU,ru;q=0.9,en;q=0.5')
      .expect(200);
    expect(body).toMatchObject({ rejected: [{ message: 'watch_seconds: должно быть не больше 86400' }] });
  });

  it('counts an event sent many times at once only once', async () => {
    const event = aViewItem({ viewedAt: '2026-02-03T10:00:00Z' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(event)));
    const accepted = answers.reduce((sum, { body }) => sum + (body as { accepted: number }).accepted, 0);
    expect(accepted).toBe(1);
    const { body } = await service
      .asAdmin('get', `/catalogue/releases/${releaseId(1)}/views?days=30`)
      .expect(200);
    const day = (body as { items: { date: string; views: number }[] }).items.find(
      ({ date }) => date === '2026-02-03',
    );
    expect(day?.views).toBe(1);
  });

  it('takes 1,000 events, and refuses one more', async () => {
    const events = Array.from({ length: 1_001 }, (_, index) =>
      aViewItem({ eventId: eventId(50_000 + index), userId: userId(1 + (index % 3)) }),
    );
    expect((await post(...events.slice(1))).body).toMatchObject({ accepted: 1_000 });
    const { body } = await service.asAdmin('post', '/views', { events }).expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'events', code: 'validation.arrayMaxSize' }] });
  });

  it.each([
    ['no list', {}, 'events'],
    ['something else', { events: 'none' }, 'events'],
    ['more than a list', { events: [], source: 'app' }, 'source'],
  ])('refuses an envelope with %s', async (_, envelope, field) => {
    const { body } = await service.asAdmin('post', '/views', envelope).expect(400);
    expect(body).toMatchObject({ code: 'validation.failed', errors: [{ field }] });
  });

  it('keeps what it has acknowledged', async () => {
    const event = aViewItem({ completion: 0.1 + 0.2 });
    await post(event);
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query('SELECT completion FROM view_events WHERE event_id = $1', [
      event.event_id,
    ]);
    await client.end();
    expect(rows).toEqual([{ completion: 0.30000000000000004 }]);
    expect((await post(event)).body).toMatchObject({ duplicates: 1 });
  });
});
