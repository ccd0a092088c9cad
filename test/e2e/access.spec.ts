import { readFileSync } from 'node:fs';
import request from 'supertest';
import { aTestBody } from '../factories/ab-test.factory';
import { releaseId, userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

const CALLERS = ['anonymous', 'user', 'admin', 'ingest', 'erase', 'metrics'] as const;
type Caller = (typeof CALLERS)[number];
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

const OWN = userId(1);
const OTHER = userId(2);
const ABSENT = userId(404);

let service: TestApp;
let credentials: Record<Caller, Record<string, string>>;
beforeAll(async () => {
  service = await startTestApp({ settings: { INGEST_RATE_LIMIT_PER_MINUTE: 100_000 } });
  const registered_at = '2026-01-05T09:00:00Z';
  const users = [
    { id: OWN, registered_at, email: 'user@example.org', password: 'a password' },
    { id: OTHER, registered_at },
  ];
  await service.asAdmin('put', '/users', { users }).expect(200);
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const key = async (scope: string) => {
    const { body } = await service.asAdmin('post', '/api-keys', { name: scope, scopes: [scope] }).expect(201);
    return { 'X-Api-Key': (body as { key: string }).key };
  };
  credentials = {
    anonymous: {},
    user: bearer(await service.logIn('user@example.org', 'a password')),
    admin: bearer(service.adminToken),
    ingest: await key('ingest'),
    erase: await key('erase'),
    metrics: await key('metrics'),
  };
});
afterAll(() => service.close());

function call(caller: Caller, method: Method, path: string, body?: object): request.Test {
  const started = request(service.app.getHttpServer())[method](path).set(credentials[caller]);
  return body ? started.send(body) : started;
}

/**
 * The status for every caller, in the order of {@link CALLERS}; bodies are empty on purpose, so 400 means "let in",
 * and ids are of nobody and nothing.
 */
const ROUTES: Record<string, readonly number[]> = {
  'post /api/v1/auth/login': [400, 400, 400, 400, 400, 400],
  'get /api/v1/auth/me': [401, 200, 200, 403, 403, 403],
  'put /api/v1/users': [401, 403, 400, 400, 403, 403],
  'get /api/v1/users/{user_id}': [401, 403, 404, 403, 403, 403],
  'delete /api/v1/users/{user_id}': [401, 403, 204, 403, 204, 403],
  'put /api/v1/catalogue/releases': [401, 403, 400, 400, 403, 403],
  'get /api/v1/catalogue/releases': [401, 403, 200, 403, 403, 403],
  'get /api/v1/catalogue/releases/{release_id}/views': [401, 403, 404, 403, 403, 403],
  'get /api/v1/catalogue/genres': [401, 403, 200, 403, 403, 403],
  'post /api/v1/payments': [401, 403, 400, 400, 403, 403],
  'post /api/v1/views': [401, 403, 400, 400, 403, 403],
  'post /api/v1/analytics/v2/cohorts': [401, 403, 400, 403, 403, 403],
  'post /api/v1/analytics/v2/predictions/popularity': [401, 403, 400, 403, 403, 403],
  'get /api/v1/analytics/v2/predictions/leaderboard': [401, 403, 200, 403, 403, 403],
  'get /api/v1/analytics/v2/users': [401, 403, 200, 403, 403, 403],
  'get /api/v1/analytics/v2/users/{user_id}/analytics': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/ab-tests': [401, 403, 400, 403, 403, 403],
  'get /api/v1/analytics/v2/ab-tests': [401, 403, 200, 403, 403, 403],
  'get /api/v1/analytics/v2/ab-tests/{test_id}': [401, 403, 404, 403, 403, 403],
  'patch /api/v1/analytics/v2/ab-tests/{test_id}': [401, 403, 404, 403, 403, 403],
  'delete /api/v1/analytics/v2/ab-tests/{test_id}': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/{test_id}/start': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/{test_id}/pause': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/{test_id}/complete': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/{test_id}/assignments': [401, 403, 400, 400, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/{test_id}/exposures': [401, 403, 400, 400, 403, 403],
  'post /api/v1/analytics/v2/ab-tests/events': [401, 403, 400, 400, 403, 403],
  'get /api/v1/analytics/v2/ab-tests/{test_id}/metrics': [401, 403, 404, 403, 403, 403],
  'get /api/v1/analytics/v2/ab-tests/{test_id}/metrics/daily': [401, 403, 404, 403, 403, 403],
  'get /api/v1/analytics/v2/ab-tests/{test_id}/scorecard': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/export': [401, 403, 400, 403, 403, 403],
  'get /api/v1/analytics/v2/exports': [401, 403, 200, 403, 403, 403],
  'get /api/v1/analytics/v2/exports/{export_id}': [401, 403, 404, 403, 403, 403],
  'delete /api/v1/analytics/v2/exports/{export_id}': [401, 403, 404, 403, 403, 403],
  'post /api/v1/analytics/v2/export-schedules': [401, 403, 400, 403, 403, 403],
  'get /api/v1/analytics/v2/export-schedules': [401, 403, 200, 403, 403, 403],
  'delete /api/v1/analytics/v2/export-schedules/{schedule_id}': [401, 403, 404, 403, 403, 403],
  'get /api/v1/downloads/reports/{file}': [403, 403, 403, 403, 403, 403],
  'get /api/v1/analytics/v2/models': [401, 403, 200, 403, 403, 403],
  'get /api/v1/analytics/v2/status': [200, 200, 200, 200, 200, 200],
  'post /api/v1/api-keys': [401, 403, 400, 403, 403, 403],
  'get /api/v1/api-keys': [401, 403, 200, 403, 403, 403],
  'delete /api/v1/api-keys/{key_id}': [401, 403, 404, 403, 403, 403],
  'get /metrics': [401, 403, 200, 403, 403, 200],
  'get /api/v1/health/live': [200, 200, 200, 200, 200, 200],
  'get /api/v1/health/ready': [200, 200, 200, 200, 200, 200],
};

/** What a user and an administrator get where the path names a person. Nothing that erases: each has one answer. */
const PERSONAL: Record<string, { own: number; other: number; admin: number; absent: number }> = {
  'get /api/v1/users/{user_id}': { own: 200, other: 403, admin: 200, absent: 404 },
  'get /api/v1/analytics/v2/users/{user_id}/analytics': { own: 200, other: 403, admin: 200, absent: 404 },
  'delete /api/v1/users/{user_id}': { own: 403, other: 403, admin: 204, absent: 204 },
};

const documented = (() => {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
    paths: Record<string, object>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
})();

/** `ids` by their names in the path; those that are not given are of nobody and nothing. */
const parse = (route: string, ids: Readonly<Record<string, string>> = {}) => {
  const [method, template] = route.split(' ') as [Method, string];
  const path = template.replace(/\{(\w+_id)\}/g, (_, name: string) => ids[name] ?? ABSENT);
  return { method, path, body: method === 'get' || method === 'delete' ? undefined : {} };
};

/** Ids of things that are there, by their names in paths. */
async function makeOneOfEach(): Promise<Record<string, string>> {
  const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
  const made = async (path: string, body: object) =>
    (await service.asAdmin('post', path, body)).body as Record<string, string>;
  const period = { start_date: '2026-01-05T00:00:00Z', end_date: '2026-02-01T23:59:59Z' };
  const order = { report_type: 'views', format: 'csv' };
  const schedule = { ...order, name: 'Mondays', cron: '0 8 * * 1', period: 'last_7_days' };
  const { id: key_id } = await made('/api-keys', { name: 'another', scopes: ['ingest'] });
  const { test_id } = await made('/analytics/v2/ab-tests', aTestBody());
  const { export_id } = await made('/analytics/v2/export', { ...order, ...period });
  const { schedule_id } = await made('/analytics/v2/export-schedules', schedule);
  const ids = { release_id: releaseId(1), key_id, test_id, export_id, schedule_id };
  expect(Object.values(ids)).not.toContain(undefined);
  return ids as Record<string, string>;
}

describe('access', () => {
  it('is decided for every documented route', () => {
    expect([...documented].sort()).toEqual(Object.keys(ROUTES).sort());
    expect(documented.filter((route) => route.includes('{user_id}')).sort()).toEqual(
      Object.keys(PERSONAL).sort(),
    );
  });

  it.each(Object.entries(ROUTES))('%s', async (route, expected) => {
    const { method, path, body } = parse(route);
    const actual: number[] = [];
    for (const caller of CALLERS) actual.push((await call(caller, method, path, body)).status);
    expect(actual).toEqual(expected);
  });

  it.each(Object.entries(PERSONAL))('%s of oneself, of others and of nobody', async (route, expected) => {
    const at = async (caller: Caller, id: string) => {
      const { method, path, body } = parse(route, { user_id: id });
      const answer = await call(caller, method, path, body);
      return { status: answer.status, body: { ...(answer.body as object), instance: '' } };
    };
    const [other, absent, malformed] = [
      await at('user', OTHER),
      await at('user', ABSENT),
      await at('user', 'x'),
    ];
    expect(other.status).toBe(expected.other);
    expect(absent).toEqual(other);
    expect(malformed).toEqual(other);
    expect((await at('user', OWN)).status).toBe(expected.own);
    expect((await at('admin', ABSENT)).status).toBe(expected.absent);
    expect((await at('admin', OTHER)).status).toBe(expected.admin);
    expect((await at('admin', 'x')).status).toBe(400);
    expect((await at('anonymous', OWN)).body).toEqual((await at('anonymous', ABSENT)).body);
  });

  it('tells who may not know nothing of what is there and what is not', async () => {
    const there = await makeOneOfEach();
    const asked = documented.filter((route) =>
      Object.keys(there).some((name) => route.includes(`{${name}}`)),
    );
    expect(asked.length).toBeGreaterThan(15);
    for (const route of asked) {
      for (const caller of CALLERS.filter((name) => name !== 'admin')) {
        const at = async (ids: Record<string, string>) => {
          const { method, path, body } = parse(route, ids);
          const answer = await call(caller, method, path, body);
          return { status: answer.status, body: { ...(answer.body as object), instance: '' } };
        };
        const found = await at(there);
        expect({ route, caller, found: await at({}) }).toEqual({ route, caller, found });
      }
    }
    // They were there all the time.
    for (const [list, name] of [
      ['/catalogue/releases', 'release_id'],
      ['/analytics/v2/ab-tests', 'test_id'],
      ['/analytics/v2/exports', 'export_id'],
      ['/analytics/v2/export-schedules', 'schedule_id'],
      ['/api-keys', 'key_id'],
    ])
      expect((await service.asAdmin('get', list!).expect(200)).text).toContain(there[name!]);
  });

  it('is asked for before a cached answer is given', async () => {
    const question = {
      start_date: '2026-01-05T00:00:00Z',
      end_date: '2026-02-01T23:59:59Z',
      cohort_type: 'registration',
    };
    const ask = (caller: Caller, given: object = {}) =>
      call(caller, 'post', '/api/v1/analytics/v2/cohorts', { ...question, ...given });
    await ask('admin').expect(200);
    await ask('admin').expect('X-Cache', 'HIT').expect(200);
    await ask('anonymous').expect(401);
    await ask('user').expect(403);
    await ask('ingest').expect(403);
    await ask('admin', { page: 1 }).expect(400);
    await ask('admin', { constructor: 1 }).expect(400);
  });

  it('leads to a path in any case, and is limited there too', async () => {
    const limited = await call('anonymous', 'get', '/API/V1/analytics/V2/status').expect(200);
    expect(limited.headers).toHaveProperty('x-ratelimit-remaining');
    await call('anonymous', 'get', '/API/v1/auth/me').expect(401);
  });
});
