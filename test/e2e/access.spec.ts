import { JwtService } from '@nestjs/jwt';
import { readFileSync } from 'node:fs';
import { releaseId, userId } from '../factories/ids';
import { ADMIN, startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
let userToken: string;
beforeAll(async () => {
  service = await startTestApp();
  const user = {
    id: userId(1),
    registered_at: '2026-01-05T09:00:00Z',
    email: 'user@example.org',
    password: 'a password',
  };
  await service.asAdmin('put', '/users', { users: [user] }).expect(200);
  userToken = await service.logIn('user@example.org', 'a password');
});
afterAll(() => service.close());

type Method = 'get' | 'post' | 'put' | 'delete';
/** Status for nobody, for a user and for an administrator; bodies are empty on purpose, so 400 means "let in". */
const ROUTES: Record<string, [anonymous: number, user: number, admin: number]> = {
  'post /auth/login': [400, 400, 400],
  'get /auth/me': [401, 200, 200],
  'put /users': [401, 403, 400],
  'delete /users/{user_id}': [401, 403, 204],
  'put /catalogue/releases': [401, 403, 400],
  'get /catalogue/releases': [401, 403, 200],
  'get /catalogue/releases/{release_id}/views': [401, 403, 404],
  'get /catalogue/genres': [401, 403, 200],
  'post /views': [401, 403, 400],
  'post /analytics/v2/cohorts': [401, 403, 400],
  'get /analytics/v2/status': [200, 200, 200],
  'post /api-keys': [401, 403, 400],
  'get /api-keys': [401, 403, 200],
  'delete /api-keys/{key_id}': [401, 403, 404],
  'get /metrics': [404, 404, 404],
  'get /health/live': [200, 200, 200],
  'get /health/ready': [200, 200, 200],
};

describe('access', () => {
  it('is decided for every documented route', () => {
    const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
      paths: Record<string, object>;
    };
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace('/api/v1', '')}`),
    );
    expect(documented.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(Object.entries(ROUTES))('%s', async (route, [anonymous, user, admin]) => {
    const [method, template] = route.split(' ') as [Method, string];
    const path = template.replace(/\{(user|key)_id\}/, userId(404)).replace('{release_id}', releaseId(404));
    const body = method === 'get' || method === 'delete' ? undefined : {};
    await service.anonymously(method, path, body).expect(anonymous);
    await service.withToken(userToken, method, path, body).expect(user);
    await service.asAdmin(method, path, body).expect(admin);
  });

  it('refuses tokens that are not its own', async () => {
    const jwt = new JwtService();
    const forged = [
      'nonsense',
      jwt.sign({ sub: userId(1) }, { secret: 'another secret' }),
      jwt.sign({ sub: userId(1) }, { secret: 'a secret of the test suite, long enough', expiresIn: -1 }),
      jwt.sign({ sub: userId(1) }, { secret: 'a secret of the test suite, long enough', algorithm: 'HS512' }),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(`{"sub":"${userId(1)}"}`).toString('base64url')}.`,
      jwt.sign({ sub: 'no id' }, { secret: 'a secret of the test suite, long enough' }),
    ];
    for (const token of forged) await service.withToken(token, 'get', '/auth/me').expect(401);
  });

  it('forgets a role or an account within a minute', async () => {
    const user = {
      id: userId(2),
      registered_at: '2026-01-05T09:00:00Z',
      role: 'admin',
      email: 'two@example.org',
      password: 'a password',
    };
    await service.asAdmin('put', '/users', { users: [user] }).expect(200);
    const token = await service.logIn('two@example.org', 'a password');
    await service.withToken(token, 'get', '/catalogue/genres').expect(200);
    await service.asAdmin('put', '/users', { users: [{ ...user, role: 'user' }] }).expect(200);
    await service.withToken(token, 'get', '/catalogue/genres').expect(403);
    await service.asAdmin('delete', `/users/${userId(2)}`).expect(204);
    await service.withToken(token, 'get', '/auth/me').expect(401);
  });

  it('answers alike for an unknown e-mail and a wrong password', async () => {
    const unknown = await service
      .anonymously('post', '/auth/login', { email: 'no@example.org', password: 'x' })
      .expect(401);
    const wrong = await service
      .anonymously('post', '/auth/login', { email: ADMIN.email, password: 'x' })
      .expect(401);
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.body).toMatchObject({ code: 'auth.invalid_credentials' });
  });
});

describe('problems', () => {
  it.each([
    ['en', 'There is nothing at this address.'],
    ['ru', 'По этому адресу ничего нет.'],
    ['de, ru;q=0.8', 'По этому адресу ничего нет.'],
    ['xx', 'There is nothing at this address.'],
  ])('speak %s', async (language, detail) => {
    const { body } = await service
      .anonymously('get', '/nothing')
      .set('Accept-Language', language)
      .expect(404);
    expect(body).toMatchObject({ code: 'route.not_found', status: 404, instance: '/api/v1/nothing', detail });
  });

  it.each([
    ['broken JSON', '{"users": [', 400, 'request.malformed'],
    ['too deep a body', '['.repeat(5_000) + ']'.repeat(5_000), 400, 'request.too_deep'],
    ['too large a body', `{"users": ["${'x'.repeat(3_000_000)}"]}`, 413, 'request.too_large'],
  ])('refuse %s in the caller’s language', async (_, text, status, code) => {
    const answer = await service
      .asAdmin('put', '/users')
      .set('Content-Type', 'application/json')
      .set('Accept-Language', 'ru')
      .send(text)
      .expect(status);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.body).toMatchObject({ code, detail: expect.stringMatching(/[а-я]/) });
  });
});
