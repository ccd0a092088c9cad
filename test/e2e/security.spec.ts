import request from 'supertest';
import type { Settings } from '../../src/common/config/settings';
import { AuditLog } from '../../src/modules/identity/domain/audit-log';
import { userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

const ALLOWED = 'https://dashboard.example.org';

const apps: TestApp[] = [];
async function start(settings: Partial<Settings> = {}): Promise<TestApp> {
  const app = await startTestApp({ settings, databaseUrl: apps[0]?.databaseUrl });
  apps.push(app);
  return app;
}
const get = (app: TestApp, path: string) => request(app.app.getHttpServer()).get(path);

let service: TestApp;
beforeAll(async () => (service = await start()));
afterAll(async () => {
  for (const app of apps.reverse()) await app.close();
});

describe('headers', () => {
  it.each([
    ['/api/v1/analytics/v2/status', 200],
    ['/api/v1/auth/me', 401],
    ['/api/v1/nothing', 404],
    ['/nothing', 404],
    ['/api/v1/users/%E0%A4%A', 400],
    ['/metrics', 401],
    ['/api/docs', 200],
  ])('of %s say as little and forbid as much as they can', async (path, status) => {
    const { headers } = await get(service, path).expect(status);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('are there when too much is asked', async () => {
    const tight = await start({ RATE_LIMIT_PER_MINUTE: 2 });
    await get(tight, '/api/v1/auth/me').expect(401);
    const { headers } = await get(tight, '/api/v1/auth/me').expect(429);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
      'content-type': 'application/problem+json; charset=utf-8',
    });
  });
});

describe('pages of other sites', () => {
  const ask = (app: TestApp, origin: string) => get(app, '/api/v1/analytics/v2/status').set('Origin', origin);
  const preflight = (app: TestApp, origin: string) =>
    request(app.app.getHttpServer())
      .options('/api/v1/analytics/v2/cohorts')
      .set({ Origin: origin, 'Access-Control-Request-Method': 'POST' });

  it('may read nothing by default', async () => {
    for (const answer of [await ask(service, ALLOWED), await preflight(service, ALLOWED)])
      expect(
        Object.keys(answer.headers as object).filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
  });

  it('may when CORS_ORIGINS names their origin, to the letter', async () => {
    const open = await start({ CORS_ORIGINS: [ALLOWED] });
    const { headers } = await ask(open, ALLOWED).expect(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-expose-headers': expect.stringContaining('X-RateLimit-Remaining'),
      vary: expect.stringContaining('Origin'),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect((await preflight(open, ALLOWED)).headers).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-methods': expect.stringContaining('POST'),
    });
    for (const origin of [
      `${ALLOWED}.evil.example`,
      'https://evil.example',
      'http://dashboard.example.org',
      'null',
    ]) {
      expect((await ask(open, origin)).headers).not.toHaveProperty('access-control-allow-origin');
      expect((await preflight(open, origin)).headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('the documentation', () => {
  it('is off in production unless it is asked for', async () => {
    const production = await start({ NODE_ENV: 'production' });
    for (const path of [
      '/api/docs',
      '/api/docs/',
      '/api/docs-json',
      '/api/docs-yaml',
      '/api/docs/swagger-ui-init.js',
    ])
      await get(production, path).expect(404);
    const asked = await start({ NODE_ENV: 'production', SWAGGER_ENABLED: true });
    await get(asked, '/api/docs').expect(200);
    await get(asked, '/api/docs-json').expect(200);
  });

  it('works over plain http under its own content security policy', async () => {
    const page = await get(service, '/api/docs').expect(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toMatch(/style-src [^;]*'unsafe-inline'/);
    // Inline scripts and event handlers would be blocked.
    expect(page.text.match(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/g)).toBeNull();
    expect(page.text.match(/\son\w+\s*=/g)).toBeNull();
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const path = new URL(asset, 'http://x/api/docs').pathname;
      const { headers } = await get(service, path).expect(200);
      expect(headers['content-type']).toMatch(/javascript|css|image/);
    }
  });
});

describe('a fault of the service', () => {
  it('tells the caller an id, and nothing of what happened', async () => {
    const faulty = await startTestApp({
      databaseUrl: service.databaseUrl,
      override: (builder) =>
        builder.overrideProvider(AuditLog).useValue({
          record: () =>
            Promise.reject(Object.assign(new Error('/etc/passwd of SELECT'), { detail: 'inside' })),
        }),
    });
    apps.push(faulty);
    await faulty
      .asAdmin('put', '/users', { users: [{ id: userId(1), registered_at: '2026-01-05T09:00:00Z' }] })
      .expect(200);
    for (const [language, title] of [
      ['en', 'Internal error'],
      ['ru', 'Внутренняя ошибка'],
    ]) {
      const { body, headers } = await faulty
        .asAdmin('get', `/users/${userId(1)}`)
        .set('Accept-Language', language!)
        .expect(500);
      expect(headers['content-type']).toMatch('application/problem+json');
      expect(body).toEqual({
        type: 'urn:kinoscope:problem:internal',
        title,
        status: 500,
        detail: expect.stringContaining('error_id'),
        code: 'internal',
        instance: `/api/v1/users/${userId(1)}`,
        error_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });
});
