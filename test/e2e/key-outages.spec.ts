import { userId } from '../factories/ids';
import { aToken, AUDIENCE, ISSUER, JwksServer, makeKey, type PlatformKey } from '../support/jwks-server';
import { startTestApp, type TestApp } from '../support/test-app';

const USER = userId(1);
/** The service's own bound is 2 s. */
const BOUNDED_MS = 3_000;

let jwks: JwksServer;
/** Where redirects lead. */
let trap: JwksServer;
let service: TestApp;
let known: PlatformKey;
let unknown: PlatformKey;

beforeAll(async () => {
  [known, unknown] = await Promise.all([makeKey('ES256', 'known'), makeKey('ES256', 'unknown')]);
  trap = await new JwksServer().listen();
  await trap.publish(unknown);
  jwks = await new JwksServer().listen();
  service = await startTestApp({
    settings: { AUTH_JWKS_URL: jwks.url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE },
  });
  const users = [{ id: USER, registered_at: '2026-01-05T09:00:00Z' }];
  await service.asAdmin('put', '/users', { users }).expect(200);
});
beforeEach(async () => {
  await jwks.publish(known);
  // Nothing is known any more, and no cooldown runs.
  advance(25 * 60);
});
afterEach(() => expect(trap.requests).toBe(0));
afterAll(async () => {
  await service.close();
  await jwks.close();
  await trap.close();
});

const meWith = async (key: PlatformKey) =>
  service.withToken(await aToken(key, { sub: USER }), 'get', '/auth/me');
const advance = (minutes: number) =>
  service.clock.set(new Date(service.clock.now().getTime() + minutes * 60_000).toISOString());

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const began = performance.now();
  return { result: await work(), ms: performance.now() - began };
}

describe('without the platform’s key server', () => {
  it('known keys go on working for a day, unknown ones are neither good nor bad, and it comes back', async () => {
    expect((await meWith(known)).status).toBe(200);
    const { port } = jwks;
    await jwks.close();
    for (const minutes of [1, 11, 60, 20 * 60]) {
      advance(minutes);
      expect((await meWith(known)).status).toBe(200);
      const { status, headers, body } = await meWith(unknown);
      expect({ status, body }).toMatchObject({ status: 503, body: { code: 'auth.keys_unavailable' } });
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    advance(4 * 60);
    expect((await meWith(known)).status).toBe(503);

    jwks = await new JwksServer().listen(port);
    await jwks.publish(known);
    advance(1);
    expect((await meWith(known)).status).toBe(200);
    expect((await meWith(unknown)).status).toBe(401);
  });

  it('own tokens, public routes and tokens that are plainly bad are as ever', async () => {
    jwks.answerWith((response) => response.socket?.destroy());
    await service.asAdmin('get', '/auth/me').expect(200);
    const token = await aToken(known, { sub: USER });
    await service.withToken(token, 'get', '/auth/me').expect(503);
    await service.withToken(token, 'get', '/analytics/v2/status').expect(200);
    await service.withToken('nonsense', 'get', '/auth/me').expect(401);
  });

  it.each<[string, (server: JwksServer) => void]>([
    ['never answers', (server) => server.answerWith(() => undefined)],
    [
      'never comes to an end',
      (server) =>
        server.answerWith((response) => {
          const drip = setInterval(() => response.write(' '), 100);
          response.once('close', () => clearInterval(drip));
        }),
    ],
    ['answers 500', (server) => server.answerWith((response) => response.writeHead(500).end('{"keys":[]}'))],
    ['answers 404', (server) => server.answerWith((response) => response.writeHead(404).end())],
    ['answers nonsense', (server) => server.answerWith((response) => response.end('<html>'))],
    ['answers another form', (server) => server.answerWith((response) => response.end('{"keys":{}}'))],
    [
      'redirects elsewhere',
      (server) => server.answerWith((response) => response.writeHead(302, { location: trap.url }).end()),
    ],
    [
      'answers without measure',
      (server) =>
        server.answerWith((response) => {
          const flood = () => {
            while (!response.destroyed && response.write(' '.repeat(65_536)));
          };
          response.on('drain', flood);
          flood();
        }),
    ],
  ])('one that %s costs little time, and nobody their known key', async (_, break_) => {
    expect((await meWith(known)).status).toBe(200);
    break_(jwks);
    advance(11);
    const before = jwks.requests;
    const first = await timed(() => Promise.all(Array.from({ length: 20 }, () => meWith(known))));
    expect(first.result.map(({ status }) => status)).toEqual(new Array(20).fill(200));
    expect(first.ms).toBeLessThan(BOUNDED_MS);
    const second = await timed(() => meWith(unknown));
    expect(second.result.status).toBe(503);
    expect(second.ms).toBeLessThan(500);
    expect(jwks.requests - before).toBe(1);
  });
});
