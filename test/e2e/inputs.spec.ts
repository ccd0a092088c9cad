import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import request from 'supertest';
import { releaseId, userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

const server = () => service.app.getHttpServer();
const send = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
  request(server())[method](`/api/v1${path}`).set('Authorization', `Bearer ${service.adminToken}`);
const sendText = (path: string, text: string | Buffer, type = 'application/json') =>
  send('post', path)
    .set('Content-Type', type)
    .serialize((bytes: string) => bytes)
    .send(text);

/** Asks in both languages, and answers the English problem. */
async function problemOf(make: () => request.Test, status: number): Promise<Problem> {
  const russian = await make().set('Accept-Language', 'ru').expect(status);
  const { body, headers } = await make().expect(status);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const [ru, en] = [russian.body as Problem, body as Problem];
  expect({ ...ru, title: '', detail: '', errors: [] }).toEqual({ ...en, title: '', detail: '', errors: [] });
  for (const text of [ru.title, ru.detail, ...(ru.errors ?? []).map(({ message }) => message)])
    expect(text).toMatch(/[а-яё]/i);
  for (const text of [en.title, en.detail, ...(en.errors ?? []).map(({ message }) => message)])
    expect(text).toMatch(/^[^а-яё]*$/i);
  return en;
}

describe('refused', () => {
  it.each<[string, () => request.Test, string]>([
    ['a malformed id in the path', () => send('get', '/users/1'), 'user_id'],
    ['an id with a NUL byte', () => send('get', `/users/${userId(1)}%00`), 'user_id'],
    ['a malformed number in the query', () => send('get', '/catalogue/releases?limit=ten'), 'limit'],
    ['a number in another notation', () => send('get', '/catalogue/releases?limit=1e2'), 'limit'],
    ['a hexadecimal number', () => send('get', '/catalogue/releases?limit=0x10'), 'limit'],
    ['a number with blanks', () => send('get', '/catalogue/releases?limit=%205'), 'limit'],
    [
      'a number too many digits long',
      () => send('get', `/catalogue/releases?limit=${'9'.repeat(400)}`),
      'limit',
    ],
    ['a parameter given twice', () => send('get', '/catalogue/releases?limit=1&limit=2'), 'limit'],
    ['a parameter as a list', () => send('get', '/catalogue/releases?limit[]=1'), 'limit[]'],
    ['a parameter as an object', () => send('get', '/catalogue/releases?cursor[a]=b'), 'cursor[a]'],
    ['an unknown parameter', () => send('get', '/catalogue/releases?__proto__=1'), '__proto__'],
    ['a NUL byte in the query', () => send('get', '/catalogue/releases?query=a%00b'), 'query'],
    [
      'a cursor that is too long',
      () => send('get', `/catalogue/releases?cursor=${'x'.repeat(2_001)}`),
      'cursor',
    ],
    ['a cursor of something else', () => send('get', '/catalogue/releases?cursor=e30'), 'cursor'],
    [
      'an impossible date',
      () => sendText('/analytics/v2/cohorts', cohorts('2026-02-30T00:00:00Z')),
      'start_date',
    ],
    ['a week date', () => sendText('/analytics/v2/cohorts', cohorts('2026-W05-1')), 'start_date'],
    ['a bare date', () => sendText('/analytics/v2/cohorts', cohorts('2026-01-05')), 'start_date'],
    ['a lone surrogate', () => sendText('/auth/login', '{"email":"a\\ud800","password":"x"}'), 'email'],
    ['a NUL byte in the body', () => sendText('/auth/login', '{"email":"a\\u0000","password":"x"}'), 'email'],
    ['an unknown property', () => sendText('/auth/login', '{"email":"a","password":"x","a":1}'), 'a'],
    [
      'a prototype',
      () => sendText('/auth/login', '{"email":"a","password":"x","__proto__":{}}'),
      '__proto__',
    ],
    [
      'a method as a property',
      () => sendText('/auth/login', '{"email":"a","password":"x","toString":1}'),
      'toString',
    ],
    [
      'a constructor inside',
      () => sendText('/auth/login', '{"email":{"constructor":1},"password":"x"}'),
      'email.constructor',
    ],
    ['a list for a batch', () => sendText('/views', '[]'), ''],
  ])('%s', async (_, make, field) => {
    const { code, errors } = await problemOf(make, 400);
    expect(code).toBe('validation.failed');
    expect(new Set(errors!.map((error) => error.field))).toEqual(new Set([field]));
  });

  it.each<[string, () => request.Test, number, string]>([
    ['broken JSON', () => sendText('/auth/login', '{"email": ['), 400, 'request.malformed'],
    ['no object', () => sendText('/auth/login', '"text"'), 400, 'request.malformed'],
    ['NaN', () => sendText('/auth/login', '{"email": NaN}'), 400, 'request.malformed'],
    [
      'broken UTF-8',
      () => sendText('/auth/login', Buffer.from('{"email":"a\xff"}', 'latin1')),
      400,
      'request.malformed',
    ],
    ['a path that cannot be decoded', () => send('get', '/users/%E0%A4%A'), 400, 'request.malformed'],
    [
      'too deep a body',
      () => sendText('/views', '['.repeat(5_000) + ']'.repeat(5_000)),
      400,
      'request.too_deep',
    ],
    ['too large a body', () => sendText('/views', `["${'x'.repeat(3_000_000)}"]`), 413, 'request.too_large'],
    ['plain text', () => sendText('/auth/login', '{}', 'text/plain'), 415, 'request.unsupported_type'],
    [
      'a form',
      () => sendText('/auth/login', 'email=a', 'application/x-www-form-urlencoded'),
      415,
      'request.unsupported_type',
    ],
    [
      'a file',
      () => sendText('/auth/login', '--x', 'multipart/form-data; boundary=x'),
      415,
      'request.unsupported_type',
    ],
    [
      'UTF-16',
      () => sendText('/auth/login', Buffer.from('{}', 'utf16le'), 'application/json; charset=utf-16'),
      415,
      'request.unsupported_type',
    ],
    [
      'an unknown encoding',
      () => sendText('/auth/login', '{}').set('Content-Encoding', 'zip'),
      415,
      'request.unsupported_type',
    ],
    [
      'gzip that is none',
      () => sendText('/auth/login', '{}').set('Content-Encoding', 'gzip'),
      400,
      'request.malformed',
    ],
    ['a method that the path does not have', () => send('delete', '/auth/login'), 404, 'route.not_found'],
    [
      'an unknown release',
      () => send('get', `/catalogue/releases/${releaseId(404)}/views`),
      404,
      'release.not_found',
    ],
  ])('%s', async (_, make, status, code) => {
    expect(await problemOf(make, status)).toMatchObject({ code });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(200_000_000, 0x20))],
    ['deflate', deflateSync(Buffer.alloc(200_000_000, 0x5b))],
    ['br', brotliCompressSync(Buffer.alloc(200_000_000, 0x20), { params: { 1: 1 } })],
  ])('200 MB in a little %s, long before it is unpacked', async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(1_000_000);
    const began = performance.now();
    const answer = await sendText('/views', bomb).set('Content-Encoding', encoding).expect(413);
    expect(answer.body).toMatchObject({ code: 'request.too_large' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each(['[]', '[{"email":"a","password":"x"}]', '[[]]', '{}'])('%s for an object', async (text) => {
    const { code } = await problemOf(() => sendText('/auth/login', text), 400);
    expect(code).toBe('validation.failed');
  });

  it('nothing that is only unusual', async () => {
    const body = JSON.stringify({ events: [] });
    for (const type of ['application/json; charset=UTF-8', 'application/json;charset="utf-8"'])
      await sendText('/views', body, type).expect(200);
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['br', brotliCompressSync(body)],
    ] as const)
      await sendText('/views', bytes).set('Content-Encoding', encoding).expect(200);
    await sendText('/views', `\ufeff${body}`).expect(200);
    await send('get', '/catalogue/releases?limit=007').expect(200);
  });
});

function cohorts(start_date: string): string {
  return JSON.stringify({ start_date, end_date: '2026-02-28T00:00:00Z', cohort_type: 'registration' });
}
