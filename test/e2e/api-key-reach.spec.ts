import request from 'supertest';
import { userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

const registered_at = '2026-01-05T09:00:00Z';
const ROOT = userId(100);

let service: TestApp;
let feeding: string;
let erasing: string;
beforeAll(async () => {
  service = await startTestApp();
  [feeding, erasing] = [await makeKey('ingest'), await makeKey('erase')];
  const root = { id: ROOT, registered_at, role: 'admin', email: 'root@example.org', name: 'Root' };
  await put({ ...root, password: 'a password' });
});
afterAll(() => service.close());

async function makeKey(scope: string): Promise<string> {
  const { body } = await service.asAdmin('post', '/api-keys', { name: scope, scopes: [scope] }).expect(201);
  return (body as { key: string }).key;
}

const put = (user: object) => service.asAdmin('put', '/users', { users: [user] }).expect(200);
const putWithKey = async (...users: object[]) =>
  (
    await request(service.app.getHttpServer())
      .put('/api/v1/users')
      .set('X-Api-Key', feeding)
      .send({ users })
      .expect(200)
  ).body as { accepted: number; rejected: { index: number; code: string }[] };
const eraseWithKey = (id: string) =>
  request(service.app.getHttpServer()).delete(`/api/v1/users/${id}`).set('X-Api-Key', erasing);

describe('a key that feeds users', () => {
  it('makes and changes people', async () => {
    const user = { id: userId(1), registered_at, email: 'one@example.org', name: 'One', timezone: 'UTC' };
    expect(await putWithKey(user)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await putWithKey({ ...user, name: null })).toMatchObject({ accepted: 1 });
  });

  it.each([
    ['a role', { id: userId(2), role: 'admin' }],
    ['the role that everybody has', { id: userId(2), role: 'user' }],
    ['no role', { id: userId(2), role: null }],
    ['a password', { id: userId(2), password: 'long enough' }],
    ['no password', { id: userId(2), password: null }],
    ['the name of an administrator', { id: ROOT, name: 'Anna' }],
    ['the e-mail of an administrator', { id: ROOT, email: 'mine@example.org' }],
    ['the e-mail of an administrator to nothing', { id: ROOT, email: null }],
    ['the time of an administrator', { id: ROOT.toUpperCase(), registered_at: '2020-01-05T09:00:00Z' }],
    ['nothing of an administrator', { id: ROOT }],
  ])('may not set %s', async (_, given) => {
    const before = await service.asAdmin('get', `/users/${ROOT}`).expect(200);
    const { accepted, rejected } = await putWithKey(
      { registered_at, ...given },
      { id: userId(3), registered_at },
    );
    expect(accepted).toBeLessThanOrEqual(1);
    expect(rejected).toEqual([expect.objectContaining({ index: 0, code: 'user.forbidden_field' })]);
    expect((await service.asAdmin('get', `/users/${ROOT}`).expect(200)).body).toEqual(before.body);
    await service.asAdmin('get', `/users/${userId(2)}`).expect(404);
    await service.logIn('root@example.org', 'a password');
  });

  it('may not take an administrator’s e-mail', async () => {
    const { rejected } = await putWithKey({ id: userId(4), registered_at, email: 'ROOT@example.org' });
    expect(rejected).toMatchObject([{ code: 'user.email_taken' }]);
  });
});

describe('a key that erases', () => {
  it('erases people, but no administrator', async () => {
    await put({ id: userId(5), registered_at });
    await eraseWithKey(userId(5)).expect(204);
    await service.asAdmin('get', `/users/${userId(5)}`).expect(404);
    const { body } = await eraseWithKey(ROOT).expect(403);
    expect(body).toMatchObject({ code: 'auth.forbidden' });
    await service.asAdmin('get', `/users/${ROOT}`).expect(200);
  });
});
