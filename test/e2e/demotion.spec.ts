import { userId } from '../factories/ids';
import { aToken, AUDIENCE, ISSUER, JwksServer, makeKey, type PlatformKey } from '../support/jwks-server';
import { startTestApp, type TestApp } from '../support/test-app';

/** What the contract allows; the cache's own time is half of it. */
const BITES_WITHIN_SECONDS = 60;

let jwks: JwksServer;
let key: PlatformKey;
let here: TestApp;
let elsewhere: TestApp;

beforeAll(async () => {
  key = await makeKey('ES256', 'es-1');
  jwks = await new JwksServer().listen();
  await jwks.publish(key);
  const settings = { AUTH_JWKS_URL: jwks.url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
  here = await startTestApp({ settings });
  elsewhere = await startTestApp({ settings, databaseUrl: here.databaseUrl });
});
afterAll(async () => {
  await elsewhere.close();
  await here.close();
  await jwks.close();
});

const anAdmin = (number: number, given: object = {}) => ({
  id: userId(number),
  registered_at: '2026-01-05T09:00:00Z',
  role: 'admin',
  email: `admin${number}@example.org`,
  password: 'a password',
  ...given,
});
const put = (user: object) => here.asAdmin('put', '/users', { users: [user] }).expect(200);
const genres = async (app: TestApp, token: string) =>
  (await app.withToken(token, 'get', '/catalogue/genres')).status;

describe('a role that is taken away', () => {
  it.each<[string, (number: number) => Promise<string>]>([
    ['our own', (number) => here.logIn(`admin${number}@example.org`, 'a password')],
    ['the platform’s', (number) => aToken(key, { sub: userId(number), role: 'admin' })],
  ])('is gone from tokens of %s: here at once, elsewhere within a minute', async (whose, tokenOf) => {
    const number = whose === 'our own' ? 1 : 2;
    await put(anAdmin(number));
    const token = await tokenOf(number);
    expect([await genres(here, token), await genres(elsewhere, token)]).toEqual([200, 200]);

    await put(anAdmin(number, { role: 'user' }));
    expect(await genres(here, token)).toBe(403);
    pass(elsewhere, BITES_WITHIN_SECONDS);
    expect(await genres(elsewhere, token)).toBe(403);

    await put(anAdmin(number));
    expect(await genres(here, token)).toBe(200);
    await here.asAdmin('delete', `/users/${userId(number)}`).expect(204);
    expect(await genres(here, token)).toBe(401);
    pass(elsewhere, BITES_WITHIN_SECONDS);
    expect(await genres(elsewhere, token)).toBe(401);
  });

  it('is looked up again although it is asked for all the time', async () => {
    await put(anAdmin(3));
    const token = await here.logIn('admin3@example.org', 'a password');
    expect(await genres(elsewhere, token)).toBe(200);
    await put(anAdmin(3, { role: 'user' }));
    const answers: number[] = [];
    for (let seconds = 0; seconds < BITES_WITHIN_SECONDS; seconds += 5) {
      pass(elsewhere, 5);
      answers.push(await genres(elsewhere, token));
    }
    expect(answers.at(-1)).toBe(403);
  });
});

function pass(app: TestApp, seconds: number): void {
  app.clock.set(new Date(app.clock.now().getTime() + seconds * 1_000).toISOString());
}
