import { Client } from 'pg';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

const put = (...users: unknown[]) => service.asAdmin('put', '/users', { users }).expect(200);
const aUser = (number: number, given: object = {}) => ({
  id: userId(number),
  registered_at: '2026-01-05T09:00:00Z',
  ...given,
});

async function sizes(): Promise<Record<string, number>> {
  const request = {
    start_date: '2026-01-05T00:00:00Z',
    end_date: '2026-02-01T23:59:59Z',
    cohort_type: 'registration',
  };
  const { body } = await service.asAdmin('post', '/analytics/v2/cohorts', request).expect(200);
  const { cohorts } = body as { cohorts: { cohort_period: string; cohort_size: number }[] };
  return Object.fromEntries(cohorts.map(({ cohort_period, cohort_size }) => [cohort_period, cohort_size]));
}

describe('PUT /users', () => {
  it('tells new, unchanged and changed users apart', async () => {
    expect((await put(aUser(1, { name: 'Anna' }))).body).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [],
    });
    expect((await put(aUser(1, { name: 'Anna' }))).body).toEqual({
      accepted: 0,
      duplicates: 1,
      rejected: [],
    });
    expect((await put(aUser(1))).body).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
    expect((await put(aUser(1, { name: 'Анна' }), aUser(1, { name: 'Анна' }))).body).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [],
    });
  });

  it('leaves out what is left out, and clears what is null', async () => {
    await put(
      aUser(2, { name: 'Bo', email: 'bo@example.org', password: 'long enough', timezone: 'Europe/Berlin' }),
    );
    const token = await service.logIn('BO@example.org', 'long enough');
    await put(aUser(2, { name: null }));
    const { body } = await service.withToken(token, 'get', '/auth/me').expect(200);
    expect(body).toEqual({
      id: userId(2),
      role: 'user',
      email: 'bo@example.org',
      name: null,
      timezone: 'Europe/Berlin',
      registered_at: '2026-01-05T09:00:00Z',
    });
    expect((await put(aUser(2, { password: 'long enough' }))).body).toMatchObject({ duplicates: 1 });
    await put(aUser(2, { password: null }));
    await service
      .anonymously('post', '/auth/login', { email: 'bo@example.org', password: 'long enough' })
      .expect(401);
  });

  it('gives an e-mail to one user only, whatever its case', async () => {
    const first = await put(aUser(3, { email: 'same@example.org' }), aUser(4, { email: 'Same@Example.org' }));
    expect(first.body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, id: userId(4), code: 'user.email_taken' }],
    });
    expect((await put(aUser(4, { email: 'SAME@example.org' }))).body).toMatchObject({
      rejected: [{ index: 0, code: 'user.email_taken' }],
    });
    // given up by one in the same call, it is free for the other
    expect(
      (await put(aUser(3, { email: null }), aUser(4, { email: 'same@example.org' }))).body,
    ).toMatchObject({
      accepted: 2,
    });
  });

  it('rejects bad items by field, and takes the rest', async () => {
    const { body } = await put(
      aUser(5, { role: 'owner' }),
      aUser(5, { registered_at: '2026-01-05' }),
      aUser(5, { timezone: 'Mars' }),
      aUser(5, { email: 'nobody' }),
      aUser(5, { password: 'short' }),
      aUser(5, { name: 'a\0b' }),
      aUser(5),
    );
    expect(body).toMatchObject({ accepted: 1, duplicates: 0 });
    const { rejected } = body as { rejected: { code: string; message: string }[] };
    expect(rejected.map(({ code }) => code)).toEqual(new Array(6).fill('user.invalid'));
    expect(rejected.map(({ message }) => message.split(':')[0])).toEqual([
      'role',
      'registered_at',
      'timezone',
      'email',
      'password',
      'name',
    ]);
  });

  it('moves users between cohorts with their registration date and role', async () => {
    const before = await sizes();
    await put(aUser(6));
    expect(await sizes()).toEqual({ ...before, '2026-W02': (before['2026-W02'] ?? 0) + 1 });
    await put(aUser(6, { registered_at: '2026-01-13T09:00:00Z' }));
    expect(await sizes()).toEqual({ ...before, '2026-W03': 1 });
    await put(aUser(6, { registered_at: '2026-01-13T09:00:00Z', role: 'admin' }));
    expect(await sizes()).toEqual(before);
  });

  it('makes each user once when sent many times at once', async () => {
    const before = await sizes();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => put(aUser(7, { email: 'seven@example.org' }))),
    );
    const total = answers.reduce((sum, { body }) => sum + (body as { accepted: number }).accepted, 0);
    expect(total).toBe(1);
    expect(await sizes()).toEqual({ ...before, '2026-W02': before['2026-W02']! + 1 });
  });
});

describe('DELETE /users/{id}', () => {
  it('leaves no trace, and makes late events of that id unknown', async () => {
    const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
    await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
    await put(aUser(8, { email: 'eight@example.org' }));
    const event = aViewItem({ userId: userId(8), viewedAt: '2026-01-20T10:00:00Z' });
    await service.asAdmin('post', '/views', { events: [event] }).expect(200);

    await service.asAdmin('delete', `/users/${userId(8)}`).expect(204);
    await service.asAdmin('delete', `/users/${userId(8).toUpperCase()}`).expect(204);

    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    for (const table of ['users', 'view_events', 'user_activity', 'release_daily', 'retention_cells']) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${table} AS t`);
      const traces = rows.filter(({ text }) => text.includes(userId(8)) || text.includes('eight@'));
      expect({ table, traces }).toEqual({ table, traces: [] });
    }
    const { rows } = await client.query('SELECT * FROM release_daily');
    expect(rows).toEqual([]);
    await client.end();

    const { body } = await service.asAdmin('post', '/views', { events: [event] }).expect(200);
    expect(body).toMatchObject({ accepted: 0, rejected: [{ code: 'user.unknown' }] });
    await put(aUser(8));
    expect((await service.asAdmin('post', '/views', { events: [event] })).body).toMatchObject({
      accepted: 1,
    });
  });

  it('refuses what is no id', async () => {
    const { body } = await service.asAdmin('delete', '/users/1').expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'user_id', code: 'validation.isId' }] });
  });
});
