import request from 'supertest';
import { userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { allTables } from '../support/all-tables';
import { startTestApp, type TestApp } from '../support/test-app';

type Scope = 'ingest' | 'erase' | 'metrics';
type Method = 'get' | 'post' | 'put' | 'delete';

interface CreatedKey {
  readonly id: string;
  readonly key: string;
}

let service: TestApp;
let keys: Record<Scope, CreatedKey>;
beforeAll(async () => {
  service = await startTestApp({
    settings: { INGEST_RATE_LIMIT_PER_MINUTE: 100_000 },
  });
  keys = {
    ingest: await create('player backend', 'ingest'),
    erase: await create('account service', 'erase'),
    metrics: await create('prometheus', 'metrics'),
  };
});
afterAll(() => service.close());

async function create(name: string, ...scopes: Scope[]): Promise<CreatedKey> {
  return (await service.asAdmin('post', '/api-keys', { name, scopes }).expect(201)).body as CreatedKey;
}

const call = (method: Method, path: string, body?: object) => {
  const started = request(service.app.getHttpServer())[method](path);
  return body ? started.send(body) : started;
};
const withKey = (key: string, method: Method, path: string, body?: object) =>
  call(method, `/api/v1${path}`, body).set('X-Api-Key', key);
describe('an API key', () => {
  it('is shown once, and is stored nowhere as a text', async () => {
    const created = await create('shown once', 'ingest', 'erase');
    expect(created).toEqual({
      id: expect.any(String),
      name: 'shown once',
      scopes: ['ingest', 'erase'],
      created_at: '2026-03-01T12:00:00Z',
      last_used_at: null,
      key: expect.stringMatching(/^ksk_[\w-]{43}$/),
    });
    const { body } = await service.asAdmin('get', '/api-keys').expect(200);
    const { key, ...shown } = created;
    expect((body as { items: object[] }).items).toContainEqual(shown);
    expect(JSON.stringify(body)).not.toContain('ksk_');
    const text = JSON.stringify(await allTables(service.databaseUrl));
    expect(text).toContain('shown once');
    for (const trace of [key, key.slice(4), key.slice(4, 20), Buffer.from(key).toString('hex')])
      expect(text).not.toContain(trace);
  });

  it.each([
    [{ name: 'x' }, 'scopes'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['admin'] }, 'scopes'],
    [{ name: 'x', scopes: ['ingest', 'ingest'] }, 'scopes'],
    [{ name: 'x', scopes: 'ingest' }, 'scopes'],
    [{ name: 'x', scopes: [{}] }, 'scopes'],
    [{ name: '', scopes: ['ingest'] }, 'name'],
    [{ name: 'a\0', scopes: ['ingest'] }, 'name'],
    [{ name: 'x', scopes: ['ingest'], key: 'ksk_mine' }, 'key'],
  ])('is not made of %j', async (body, field) => {
    const answer = await service.asAdmin('post', '/api-keys', body).expect(400);
    const { code, errors } = answer.body as { code: string; errors: { field: string }[] };
    expect(code).toBe('validation.failed');
    expect([...new Set(errors.map((error) => error.field))]).toEqual([field]);
  });

  it('opens what its scope names, and nothing else', async () => {
    const allowed: Record<Scope, [Method, string, object?][]> = {
      ingest: [
        ['put', '/users', { users: [] }],
        ['put', '/catalogue/releases', { releases: [] }],
        ['post', '/views', { events: [] }],
      ],
      erase: [['delete', `/users/${userId(404)}`]],
      metrics: [],
    };
    const closed: [Method, string, object?][] = [
      ['get', '/auth/me'],
      ['get', `/users/${userId(100)}`],
      ['get', '/api-keys'],
      ['post', '/api-keys', { name: 'another', scopes: ['erase'] }],
      ['delete', `/api-keys/${keys.ingest.id}`],
      ['get', '/catalogue/releases'],
      ['get', '/catalogue/genres'],
      ['post', '/analytics/v2/cohorts', {}],
    ];
    for (const scope of ['ingest', 'erase', 'metrics'] as const) {
      for (const [owner, routes] of Object.entries(allowed)) {
        for (const [method, path, body] of routes) {
          const { status } = await withKey(keys[scope].key, method, path, body);
          expect({ scope, path, opened: status < 300 }).toEqual({ scope, path, opened: owner === scope });
        }
      }
      for (const [method, path, body] of closed)
        expect({ path, status: (await withKey(keys[scope].key, method, path, body)).status }).toEqual({
          path,
          status: 403,
        });
      const { status } = await call('get', '/metrics').set('X-Api-Key', keys[scope].key);
      expect({ scope, status }).toEqual({ scope, status: scope === 'metrics' ? 200 : 403 });
    }
  });
});

describe('keys', () => {
  it('are void when revoked: here at once, elsewhere within a minute', async () => {
    const elsewhere = await startTestApp({ databaseUrl: service.databaseUrl });
    const feed = (app: TestApp, key: string) =>
      request(app.app.getHttpServer()).post('/api/v1/views').set('X-Api-Key', key).send({ events: [] });
    const { id, key } = await create('to be revoked', 'ingest');
    await feed(service, key).expect(200);
    await feed(elsewhere, key).expect(200);
    await service.asAdmin('delete', `/api-keys/${id}`).expect(204);
    await feed(service, key).expect(401);
    elsewhere.clock.set('2026-03-01T12:01:00Z');
    await feed(elsewhere, key).expect(401);
    await elsewhere.close();
    await service.asAdmin('delete', `/api-keys/${id}`).expect(404);
  });

  it('tell when they were used last', async () => {
    const { id, key } = await create('used', 'ingest');
    const lastUse = async () => {
      const { body } = await service.asAdmin('get', '/api-keys').expect(200);
      return (body as { items: { id: string; last_used_at: string }[] }).items.find((item) => item.id === id)!
        .last_used_at;
    };
    for (const now of ['2026-03-02T09:00:00Z', '2026-03-02T10:30:00Z']) {
      service.clock.set(now);
      await withKey(key, 'post', '/views', { events: [] }).expect(200);
      // In the background: no request waits for it.
      for (let attempt = 0; attempt < 50 && (await lastUse()) !== now; attempt++);
      expect(await lastUse()).toBe(now);
    }
  });

  it('that nobody has made are refused', async () => {
    const { key } = keys.ingest;
    const changed = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    for (const wrong of [
      changed,
      key.toUpperCase(),
      key.slice(4),
      `${key}x`,
      `${key},${key}`,
      'ksk_',
      '',
      'x'.repeat(5_000),
    ]) {
      const { body } = await withKey(wrong, 'post', '/views', { events: [aViewItem()] }).expect(401);
      expect(body).toMatchObject({ code: 'auth.required' });
    }
  });

  it('are taken from their own header alone', async () => {
    const { key } = keys.ingest;
    for (const authorization of [
      `Bearer ${key}`,
      `ApiKey ${key}`,
      key,
      `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    ])
      await call('post', '/api/v1/views', { events: [] }).set('Authorization', authorization).expect(401);
    await call('post', `/api/v1/views?api_key=${key}`, { events: [] }).expect(401);
    await call('post', '/api/v1/views', { events: [], api_key: key }).expect(401);
  });

  it('decide when a token comes along', async () => {
    const both = (key: string, token: string, method: Method, path: string, body?: object) =>
      withKey(key, method, path, body).set('Authorization', `Bearer ${token}`);
    const token = service.adminToken;
    // A key does less than the token beside it, and a wrong one nothing.
    await both(keys.ingest.key, token, 'get', '/api-keys').expect(403);
    await both('ksk_wrong', token, 'get', '/api-keys').expect(401);
    await both(keys.ingest.key, 'nonsense', 'post', '/views', { events: [] }).expect(200);
    const userToken = await aUserToken();
    await both(keys.erase.key, userToken, 'delete', `/users/${userId(404)}`).expect(204);
  });
});

async function aUserToken(): Promise<string> {
  const user = {
    id: userId(6),
    registered_at: '2026-01-05T09:00:00Z',
    email: 'six@example.org',
    password: 'a password',
  };
  await service.asAdmin('put', '/users', { users: [user] }).expect(200);
  return service.logIn('six@example.org', 'a password');
}
