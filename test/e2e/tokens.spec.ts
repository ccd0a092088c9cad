import { JwtService } from '@nestjs/jwt';
import { exportJWK, exportSPKI } from 'jose';
import { createHmac, type KeyObject, sign } from 'node:crypto';
import { userId } from '../factories/ids';
import { aToken, AUDIENCE, ISSUER, JwksServer, makeKey, type PlatformKey } from '../support/jwks-server';
import { startTestApp, type TestApp } from '../support/test-app';

const USER = userId(1);
const ADMIN = userId(2);

let jwks: JwksServer;
/** Nobody has any business there. */
let trap: JwksServer;
let service: TestApp;
let rsa: PlatformKey;
let ec: PlatformKey;
let ed: PlatformKey;

beforeAll(async () => {
  [rsa, ec, ed] = await Promise.all([
    makeKey('RS256', 'rs-1'),
    makeKey('ES256', 'es-1'),
    makeKey('EdDSA', 'ed-1'),
  ]);
  jwks = await new JwksServer().listen();
  trap = await new JwksServer().listen();
  await jwks.publish(rsa, ec, ed);
  service = await startTestApp({
    settings: { AUTH_JWKS_URL: jwks.url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE },
  });
  const registered_at = '2026-01-05T09:00:00Z';
  await service
    .asAdmin('put', '/users', {
      users: [
        { id: USER, registered_at, email: 'user@example.org', password: 'a password' },
        { id: ADMIN, registered_at, role: 'admin' },
      ],
    })
    .expect(200);
});
afterEach(() => expect(trap.requests).toBe(0));
afterAll(async () => {
  await service.close();
  await jwks.close();
  await trap.close();
});

const me = (token: string) => service.withToken(token, 'get', '/auth/me');
const genres = (token: string) => service.withToken(token, 'get', '/catalogue/genres');
const later = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe('tokens of the platform', () => {
  it('are taken with RS256, ES256 and EdDSA, for one reading of the keys', async () => {
    const before = jwks.requests;
    for (const key of [rsa, ec, ed]) {
      const { body } = await me(await aToken(key, { sub: USER, role: 'user' })).expect(200);
      expect(body).toMatchObject({ id: USER, role: 'user' });
    }
    expect(jwks.requests - before).toBeLessThanOrEqual(1);
  });

  it('are taken with an id in capitals and one audience of several', async () => {
    await me(await aToken(rsa, { sub: USER.toUpperCase(), aud: ['web', AUDIENCE] })).expect(200);
  });

  it('go beside our own', async () => {
    await me(await service.logIn('user@example.org', 'a password')).expect(200);
    await me(await aToken(ec, { sub: USER })).expect(200);
  });

  it.each([
    ['admin', ADMIN, 200, 'admin'],
    ['user', ADMIN, 403, 'user'],
    [undefined, ADMIN, 403, 'user'],
    ['Admin', ADMIN, 403, 'user'],
    ['admin', USER, 403, 'user'],
    ['user', USER, 403, 'user'],
  ])('give with role %s to %s no more than both allow', async (role, sub, status, effective) => {
    const token = await aToken(rsa, { sub, role });
    await genres(token).expect(status);
    expect((await me(token).expect(200)).body).toMatchObject({ role: effective });
  });
});

describe('refused with 401', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['expired', () => aToken(rsa, { sub: USER, exp: later(-60) })],
    ['not yet valid', () => aToken(rsa, { sub: USER, nbf: later(60) })],
    ['of another issuer', () => aToken(rsa, { sub: USER, iss: 'https://elsewhere.example' })],
    ['without issuer', () => aToken(rsa, { sub: USER, iss: undefined })],
    ['for another audience', () => aToken(rsa, { sub: USER, aud: 'another' })],
    ['without audience', () => aToken(rsa, { sub: USER, aud: undefined })],
    ['without an end', () => aToken(rsa, { sub: USER, exp: undefined })],
    ['without a subject', () => aToken(rsa, {})],
    ['whose subject is no UUID', () => aToken(rsa, { sub: 'anna' })],
    ['whose subject is nobody', () => aToken(rsa, { sub: userId(404), role: 'admin' })],
    ['with alg none', () => forge({ alg: 'none' }, () => '')],
    ['with alg NONE and a kid', () => forge({ alg: 'NONE', kid: rsa.kid }, () => '')],
    ['with HS256 and an empty key', () => forge({ alg: 'HS256' }, hmac(''))],
    ['with HS256 and a null byte', () => forge({ alg: 'HS256' }, hmac('\0'))],
    [
      'with HS256 and our public key',
      async () => forge({ alg: 'HS256', kid: rsa.kid }, hmac(await exportSPKI(rsa.publicKey))),
    ],
    [
      'with HS256 and our public JWK',
      async () => forge({ alg: 'HS256' }, hmac(JSON.stringify(await exportJWK(rsa.publicKey)))),
    ],
    ['RS256 under the kid of another kind', () => aToken(rsa, { sub: USER }, { kid: ec.kid })],
    ['with PS256', () => aToken(rsa, { sub: USER }, { alg: 'PS256' })],
    ['signed by somebody else', async () => aToken(await makeKey('RS256', rsa.kid), { sub: USER })],
    ['of an unknown kid', async () => aToken(await makeKey('ES256', 'es-9'), { sub: USER })],
    ['whose kid is a path', async () => aToken(await makeKey('RS256', '../../../dev/null'), { sub: USER })],
    ['whose kid is a statement', async () => aToken(await makeKey('RS256', "' OR 1=1 --"), { sub: USER })],
    ['whose kid is a list', () => aToken(ed, { sub: USER, role: 'admin' }, { kid: [rsa.kid], alg: 'EdDSA' })],
    ['with a jku', () => stranger((key) => aToken(key, { sub: USER }, { jku: trap.url }))],
    ['with an x5u', () => stranger((key) => aToken(key, { sub: USER }, { x5u: trap.url }))],
    [
      'with a jwk of its own',
      () => stranger(async (key) => aToken(key, { sub: USER }, { jwk: await exportJWK(key.publicKey) })),
    ],
    [
      'that is critical about an extension',
      () => forge({ alg: 'RS256', kid: rsa.kid, crit: ['jwk'], jwk: {} }, signature(rsa)),
    ],
    ['cut short', async () => (await aToken(rsa, { sub: USER })).slice(0, -20)],
    ['with a changed payload', async () => swapPayload(await aToken(rsa, { sub: USER }))],
    ['in five parts', async () => `${await aToken(rsa, { sub: USER })}.a.b`],
    ['of dots', () => '..'],
  ])('a token %s', async (_, token) => {
    const { body, headers } = await me(await token()).expect(401);
    expect(body).toMatchObject({ code: 'auth.required' });
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('one of our own without an end or with another algorithm', async () => {
    const secret = 'a secret of the test suite, long enough';
    const jwt = new JwtService();
    await me(jwt.sign({ sub: USER }, { secret })).expect(401);
    await me(jwt.sign({ sub: USER }, { secret, algorithm: 'HS512', expiresIn: 60 })).expect(401);
    await me(jwt.sign({ sub: USER }, { secret, expiresIn: 60 })).expect(200);
  });
});

describe('the keys of the platform', () => {
  it('are read once a cooldown at most, however many tokens name an unknown one', async () => {
    await me(await aToken(rsa, { sub: USER })).expect(200);
    const token = await aToken(await makeKey('RS256', 'rs-unknown'), { sub: USER });
    for (const round of [1, 2]) {
      service.clock.set(new Date(service.clock.now().getTime() + 31_000).toISOString());
      const before = jwks.requests;
      const answers = await Promise.all(Array.from({ length: 50 }, () => me(token)));
      expect(answers.map(({ status }) => status)).toEqual(new Array(50).fill(401));
      expect({ round, read: jwks.requests - before }).toEqual({ round, read: 1 });
    }
  });

  it('may change: the new one is taken at its first token, the old one goes with its entry', async () => {
    const next = await makeKey('RS256', 'rs-2');
    service.clock.set(new Date(service.clock.now().getTime() + 31_000).toISOString());
    await jwks.publish(rsa, next);
    await me(await aToken(next, { sub: USER })).expect(200);
    await me(await aToken(rsa, { sub: USER })).expect(200);

    await jwks.publish(next);
    service.clock.set(new Date(service.clock.now().getTime() + 11 * 60_000).toISOString());
    await me(await aToken(rsa, { sub: USER })).expect(401);
    await me(await aToken(next, { sub: USER })).expect(200);
  });
});

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64url');

function forge(header: object, seal: (input: string) => string): string {
  const payload = { sub: USER, role: 'admin', iss: ISSUER, aud: AUDIENCE, exp: later(600) };
  const input = `${base64(JSON.stringify(header))}.${base64(JSON.stringify(payload))}`;
  return `${input}.${seal(input)}`;
}

function hmac(secret: string): (input: string) => string {
  return (input) => createHmac('sha256', secret).update(input).digest('base64url');
}

function signature({ privateKey }: PlatformKey): (input: string) => string {
  return (input) => base64(sign('sha256', Buffer.from(input), privateKey as KeyObject));
}

function swapPayload(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = { sub: ADMIN, role: 'admin', iss: ISSUER, aud: AUDIENCE, exp: later(600) };
  return `${header}.${base64(JSON.stringify(payload))}.${signature}`;
}

async function stranger(make: (key: PlatformKey) => Promise<string>): Promise<string> {
  return make(await makeKey('RS256', 'rs-1'));
}
