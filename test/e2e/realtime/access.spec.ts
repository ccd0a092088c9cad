import { JwtService } from '@nestjs/jwt';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { RealtimePace } from '../../../src/modules/realtime/domain/realtime-pace';
import { releaseId, userId } from '../../factories/ids';
import { aViewItem } from '../../factories/view-event.factory';
import { eventually } from '../../support/eventually';
import { aToken, AUDIENCE, ISSUER, JwksServer, makeKey, type PlatformKey } from '../../support/jwks-server';
import { expectLast, LiveClient, refusalOf } from '../../support/live-client';
import { startTestApp, type TestApp } from '../../support/test-app';

type Options = NonNullable<Parameters<typeof LiveClient.open>[1]> & { auth?: object };

const PATIENCE_MS = 15_000;
const SECRET = 'a secret of the test suite, long enough';

let jwks: JwksServer;
let key: PlatformKey;
let here: TestApp;
let elsewhere: TestApp;
const clients: LiveClient[] = [];

beforeAll(async () => {
  key = await makeKey('ES256', 'es-1');
  jwks = await new JwksServer().listen();
  await jwks.publish(key);
  const settings = { AUTH_JWKS_URL: jwks.url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
  const pace = Object.assign(new RealtimePace(), { recheckMs: 200 });
  const options = {
    settings,
    override: (
      builder: Parameters<NonNullable<Parameters<typeof startTestApp>[0]>['override'] & object>[0],
    ) => builder.overrideProvider(RealtimePace).useValue(pace),
  };
  here = await startTestApp(options);
  elsewhere = await startTestApp({ ...options, databaseUrl: here.databaseUrl });
  await put(aUser(1, { role: 'user' }));
  await here
    .asAdmin('put', '/catalogue/releases', { releases: [{ id: releaseId(1), title: 'One', genres: [] }] })
    .expect(200);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await elsewhere.close();
  await here.close();
  await jwks.close();
});

const aUser = (number: number, given: object = {}) => ({
  id: userId(number),
  registered_at: '2026-01-05T09:00:00Z',
  role: 'admin',
  email: `person${number}@example.org`,
  password: 'a password',
  ...given,
});
const put = (user: object) => here.asAdmin('put', '/users', { users: [user] }).expect(200);

/** An administrator of one test's own, with a token. */
async function anAdmin(number: number): Promise<string> {
  await put(aUser(number));
  return here.logIn(`person${number}@example.org`, 'a password');
}

async function open(token: unknown, app = here, { auth = {}, ...more }: Options = {}): Promise<LiveClient> {
  const client = await LiveClient.open(app, { auth: { token, ...auth }, ...more });
  clients.push(client);
  return client;
}

const expectClosed = (client: LiveClient, code: string) =>
  eventually(PATIENCE_MS, () => {
    expect(client.closed.map((reason) => reason.code)).toEqual([code]);
    expect(client.disconnects).toEqual(['io server disconnect']);
  });

describe('a handshake', () => {
  it.each<[string, () => unknown, string]>([
    ['without a token', () => undefined, 'auth.required'],
    ['with a number', () => 7, 'auth.required'],
    ['with an object', () => ({ toString: 'x' }), 'auth.required'],
    ['with nonsense', () => 'nonsense', 'auth.required'],
    ['with a token that is too long', () => 'x'.repeat(9_000), 'auth.required'],
    ['of a user', () => here.logIn('person1@example.org', 'a password'), 'auth.forbidden'],
    ['of a user of the platform', () => aToken(key, { sub: userId(1), role: 'admin' }), 'auth.forbidden'],
    [
      'with an expired token',
      () => new JwtService().sign({ sub: userId(1) }, { secret: SECRET, expiresIn: -1 }),
      'auth.required',
    ],
    [
      'of nobody',
      () => new JwtService().sign({ sub: userId(9) }, { secret: SECRET, expiresIn: 60 }),
      'auth.required',
    ],
  ])('%s is refused', async (_, token, code) => {
    expect(await refusalOf(open(await token()))).toEqual({ code, message: expect.any(String) });
  });

  it('is refused in the caller’s language', async () => {
    const refusal = (more: Options) => refusalOf(open('nonsense', here, more));
    expect(await refusal({})).toMatchObject({ message: expect.stringContaining('Sign in') });
    expect(await refusal({ auth: { locale: 'ru' } })).toMatchObject({
      message: expect.stringContaining('войдите'),
    });
  });

  it('of an administrator is taken, with our token or the platform’s', async () => {
    await open(await anAdmin(2));
    await open(await aToken(key, { sub: userId(2), role: 'admin' }));
    expect(await refusalOf(open(await aToken(key, { sub: userId(2), role: 'user' })))).toMatchObject({
      code: 'auth.forbidden',
    });
  });

  it('counts on the address when refused, and on the account when taken', async () => {
    const limits = { RATE_LIMIT_PER_MINUTE: 5, ADMIN_RATE_LIMIT_PER_MINUTE: 3 };
    const strict = await startTestApp({ settings: limits });
    try {
      const outcomes = (token: string) =>
        Promise.all(
          Array.from({ length: 6 }, async () => {
            const refusal = await refusalOf(LiveClient.open(strict, { auth: { token } }));
            return typeof refusal === 'string' ? refusal : (refusal as { code: string }).code;
          }),
        );
      const limited = (codes: string[]) => codes.filter((code) => code === 'request.rate_limited').length;
      // The log-in of the set-up was one request from this address.
      expect(limited(await outcomes('nonsense'))).toBe(2);
      expect(limited(await outcomes(strict.adminToken))).toBe(3);
    } finally {
      await strict.close();
    }
  });

  it('may come from pages of CORS_ORIGINS, and its answers carry the headers of all others', async () => {
    const app = await startTestApp({ settings: { CORS_ORIGINS: ['https://panel.example'] } });
    try {
      const path = `${new URL(app.url).origin}/api/v1/analytics/v2/realtime/?EIO=4&transport=polling`;
      const headersFor = async (origin: string) => (await fetch(path, { headers: { origin } })).headers;
      const allowed = await headersFor('https://panel.example');
      expect(allowed.get('access-control-allow-origin')).toBe('https://panel.example');
      expect(allowed.get('x-content-type-options')).toBe('nosniff');
      const other = await headersFor('https://elsewhere.example');
      expect(other.get('access-control-allow-origin')).toBeNull();
    } finally {
      await app.close();
    }
  });
});

describe('an open socket ends', () => {
  it('when its token expires', async () => {
    await anAdmin(3);
    const client = await open(new JwtService().sign({ sub: userId(3) }, { secret: SECRET, expiresIn: 2 }));
    await expectClosed(client, 'auth.required');
  });

  it('when its account is demoted or erased: here soon, elsewhere within a minute', async () => {
    for (const [number, change, code] of [
      [4, () => put(aUser(4, { role: 'user' })), 'auth.forbidden'],
      [15, () => here.asAdmin('delete', `/users/${userId(15)}`).expect(204), 'auth.required'],
    ] as const) {
      const token = await anAdmin(number);
      const [near, far] = [await open(token), await open(token, elsewhere)];
      await change();
      await expectClosed(near, code);
      elsewhere.clock.set(new Date(elsewhere.clock.now().getTime() + 31_000).toISOString());
      await expectClosed(far, code);
    }
  });

  it('but not while it is good', async () => {
    const client = await open(await anAdmin(5));
    await delay(2_500);
    expect([client.closed, client.disconnects]).toEqual([[], []]);
  });
});

describe('a connection that broke', () => {
  const view = () =>
    here.asAdmin('post', '/views', { events: [aViewItem({ userId: userId(1) })] }).expect(200);

  /** Subscribed, and has seen a frame. */
  async function following(token: string): Promise<LiveClient> {
    const client = await open(token, here, {
      reconnection: true,
      reconnectionDelay: 500,
      randomizationFactor: 0,
    });
    await client.subscribe(['views']);
    await view();
    await eventually(PATIENCE_MS, () => expect(client.frames).toHaveLength(1));
    return client;
  }

  it('goes on where it was: same socket, subscription and numbers', async () => {
    const client = await following(await anAdmin(6));
    const { id } = client.socket;
    client.socket.io.engine.close();
    await once(client.socket as never, 'connect');
    expect([client.socket.recovered, client.socket.id]).toEqual([true, id]);
    // What it may have missed.
    await expectLast(client, { seq: 2, views: client.frames[0]!.views });
    await view();
    await expectLast(client, { seq: 3, views: client.frames[0]!.views! + 1 });
  });

  it.each<[string, (number: number) => Promise<unknown>, string]>([
    ['demoted', (number) => put(aUser(number, { role: 'user' })), 'auth.forbidden'],
    ['erased', (number) => here.asAdmin('delete', `/users/${userId(number)}`).expect(204), 'auth.required'],
  ])('is refused when its account has been %s meanwhile', async (how, change, code) => {
    const number = how === 'demoted' ? 7 : 8;
    const client = await following(await anAdmin(number));
    client.socket.io.engine.close();
    await change(number);
    const [error] = (await once(client.socket as never, 'connect_error')) as [Error & { data: unknown }];
    expect(error.data).toMatchObject({ code });
    const before = client.frames.length;
    await view();
    await delay(1_500);
    expect(client.frames).toHaveLength(before);
  });

  it('is refused when its token has expired meanwhile', async () => {
    await anAdmin(9);
    const token = new JwtService().sign({ sub: userId(9) }, { secret: SECRET, expiresIn: 4 });
    const client = await open(token, here, {
      reconnection: true,
      reconnectionDelay: 5_000,
      randomizationFactor: 0,
    });
    client.socket.io.engine.close();
    const [error] = (await once(client.socket as never, 'connect_error')) as [Error & { data: unknown }];
    expect(error.data).toMatchObject({ code: 'auth.required' });
  });

  it('cannot be taken over twice', async () => {
    const token = await anAdmin(10);
    const client = await following(token);
    const { _pid: pid } = client.socket as unknown as { _pid: string };
    client.socket.io.engine.close();
    await once(client.socket as never, 'connect');
    const other = await open(token, here, { auth: { pid, offset: '1' } });
    expect(other.socket.recovered).toBe(false);
  });
});

describe('limits', () => {
  it('ten sockets an account, and another one when one has gone', async () => {
    const token = await anAdmin(11);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () =>
        open(token).then(
          () => 'let in',
          (error: Error & { data: object }) => error.data,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'let in')).toHaveLength(10);
    expect(outcomes).toContainEqual(expect.objectContaining({ code: 'realtime.too_many_sockets' }));
    clients.shift()!.close();
    await eventually(PATIENCE_MS, async () => void (await open(token)));
  });

  it('16 KB a message', async () => {
    const token = await anAdmin(12);
    const client = await open(token);
    const body = (length: number) => ({ metrics: ['x'.repeat(length)] });
    expect(await client.ask('subscribe', body(15_000))).toMatchObject({ code: 'realtime.unknown_metric' });
    client.socket.emit('subscribe', body(17_000));
    await eventually(PATIENCE_MS, () => expect(client.disconnects).toHaveLength(1));
  });

  it('twenty messages a second', async () => {
    const token = await anAdmin(13);
    const client = await open(token);
    for (let message = 0; message < 15; message++) client.socket.emit('unsubscribe');
    await delay(1_500);
    expect(client.disconnects).toEqual([]);
    for (let message = 0; message < 25; message++) client.socket.emit('nothing');
    await expectClosed(client, 'realtime.too_many_messages');
  });
});

describe('the metrics of the service', () => {
  it('count sockets, frames and those that were refused', async () => {
    const client = await open(await anAdmin(14));
    await client.subscribe(['views']);
    const { body } = await here
      .asAdmin('post', '/api-keys', { name: 'scraper', scopes: ['metrics'] })
      .expect(201);
    const answer = await fetch(`${new URL(here.url).origin}/metrics`, {
      headers: { 'x-api-key': (body as { key: string }).key },
    });
    const text = await answer.text();
    expect(text).toMatch(/^kinoscope_realtime_sockets [1-9]/m);
    expect(text).toMatch(/^kinoscope_realtime_frames_total\{outcome="sent"\} [1-9]/m);
    expect(text).toMatch(/^kinoscope_realtime_closed_sockets_total\{code="auth.forbidden"\} [1-9]/m);
    expect(text).toMatch(/^kinoscope_realtime_bus_up 1$/m);
    expect(text).toMatch(/^kinoscope_realtime_complete 1$/m);
  });
});
