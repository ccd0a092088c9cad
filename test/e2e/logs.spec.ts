import { connect } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { LogDestination } from '../../src/common/telemetry/service-log';
import { AuditLog } from '../../src/modules/identity/domain/audit-log';
import { userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { ADMIN, startTestApp, type TestApp } from '../support/test-app';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly req?: { id: string; method: string };
  readonly route?: string;
  readonly status?: number;
  readonly error_id?: string;
  readonly err?: { type: string; message: string; stack: string };
}

const EMAIL = 'secretive.person@example.org';
const PASSWORD = 'hunter2 hunter2';
const NAME = 'Nadezhda Unique';
const PERSON = userId(77);

const lines: string[] = [];
let audit: () => Promise<boolean> = () => Promise.resolve(true);
let service: TestApp;
let apiKey: string;
beforeAll(async () => {
  service = await startTestApp({
    settings: { LOG_LEVEL: 'trace' },
    override: (builder) =>
      builder
        .overrideProvider(LogDestination)
        .useValue({ write: (line: string) => lines.push(line) })
        .overrideProvider(AuditLog)
        .useValue({ record: () => audit() }),
  });
  const { body } = await service.asAdmin('post', '/api-keys', { name: 'x', scopes: ['ingest'] }).expect(201);
  apiKey = (body as { key: string }).key;
});
afterAll(() => service.close());

const parsed = () => lines.map((line) => JSON.parse(line) as Line);
const server = () => service.app.getHttpServer();

/** Requests of every kind, well-formed and not, each full of what must not be logged. */
async function useTheService(): Promise<string[]> {
  const requestIds: string[] = [];
  const note = async (call: request.Test) => {
    const { headers } = await call;
    requestIds.push(String(headers['x-request-id']));
  };
  const user = {
    id: PERSON,
    registered_at: '2026-01-05T09:00:00Z',
    email: EMAIL,
    name: NAME,
    password: PASSWORD,
  };
  await note(service.asAdmin('put', '/users', { users: [user, { ...user, email: `${EMAIL} broken` }] }));
  const token = await service.logIn(EMAIL, PASSWORD);
  await note(service.anonymously('post', '/auth/login', { email: EMAIL, password: `${PASSWORD}!` }));
  await note(
    service.anonymously('post', '/auth/login', { email: EMAIL, password: [PASSWORD], [PASSWORD]: 1 }),
  );
  await note(service.withToken(token, 'get', '/auth/me'));
  await note(service.withToken(`${token}x`, 'get', '/auth/me'));
  await note(service.withToken(token, 'get', `/users/${PERSON}`));
  await note(service.asAdmin('get', `/users/${PERSON}?token=${token}&email=${EMAIL}`));
  for (const path of [`/users/${EMAIL}`, `/nothing/${EMAIL}/${token}`, `/users/%E0%A4%A/${EMAIL}`])
    await note(service.asAdmin('get', path));
  for (const body of [
    `{"email":"${EMAIL}","password":"${PASSWORD}"`,
    `{"email":"${EMAIL}","password":${PASSWORD}}`,
    `"${PASSWORD}"`,
    `{"password":"${PASSWORD}","more":"${'x'.repeat(2_100_000)}"}`,
    `${'['.repeat(50)}"${PASSWORD}"${']'.repeat(50)}`,
  ])
    await note(
      request(server()).post('/api/v1/auth/login').set('Content-Type', 'application/json').send(body),
    );
  await note(
    request(server()).post('/api/v1/auth/login').type('form').send({ email: EMAIL, password: PASSWORD }),
  );
  await note(
    request(server())
      .post('/api/v1/views')
      .set({ 'X-Api-Key': apiKey, 'X-Request-Id': EMAIL, 'User-Agent': EMAIL, Cookie: `session=${PASSWORD}` })
      .send({ events: [aViewItem({ userId: PERSON })] }),
  );
  await note(request(server()).get('/metrics').set('X-Api-Key', apiKey));
  await note(request(server()).get('/api/v1/auth/me').set('X-Api-Key', `${apiKey}x`));
  await note(request(server()).get('/api/v1/auth/me').auth(EMAIL, PASSWORD));
  await sendRaw(`GET /${EMAIL} HTTP/1.1\r\nAuthorization: Bearer ${token}\r\nbroken ${PASSWORD}\r\n\r\n`);
  audit = () =>
    Promise.reject(
      Object.assign(new Error(`duplicate key: ${EMAIL} of ${PERSON}, ${apiKey}, ${token}`), {
        code: '23505',
        detail: `Key (lower(email))=(${EMAIL}) already exists.`,
        parameters: [NAME, PASSWORD],
      }),
    );
  await note(service.asAdmin('get', `/users/${PERSON}`).expect(500));
  await note(service.asAdmin('delete', `/users/${PERSON}`));
  return requestIds;
}

describe('the log', () => {
  it('names every request and gives nobody away', async () => {
    const token = await service.logIn(ADMIN.email, ADMIN.password);
    const requestIds = await useTheService();
    expect(new Set(requestIds).size).toBe(requestIds.length);

    const text = lines.join('');
    for (const secret of [
      EMAIL,
      'secretive',
      PASSWORD,
      'hunter2',
      NAME,
      'Unique',
      PERSON,
      apiKey.slice(4),
      'eyJ',
    ])
      expect({ secret, logged: text.includes(secret) }).toEqual({ secret, logged: false });
    expect(text).not.toContain(ADMIN.email);
    expect(text).not.toContain(ADMIN.password);
    expect(text).not.toContain(token);

    const finished = parsed().filter(({ msg }) => msg === 'request');
    for (const id of requestIds)
      expect({ id, lines: finished.filter(({ req }) => req?.id === id).length }).toEqual({ id, lines: 1 });
    expect(finished).toContainEqual(
      expect.objectContaining({ route: '/api/v1/users/:user_id', status: 200, ms: expect.any(Number) }),
    );
    expect(finished).toContainEqual(expect.objectContaining({ route: 'unmatched', status: 413 }));
  });

  it('repeats the error_id of a 5xx, with the request’s id and where it happened', async () => {
    audit = () => Promise.reject(new RangeError('the disk is full'));
    await service
      .asAdmin('put', '/users', { users: [{ id: PERSON, registered_at: '2026-01-05T09:00:00Z' }] })
      .expect(200);
    const { body, headers } = await service.asAdmin('get', `/users/${PERSON}`).expect(500);
    const { error_id } = body as { error_id: string };
    const line = parsed().find((candidate) => candidate.error_id === error_id);
    expect(line).toMatchObject({
      level: 50,
      req: { id: headers['x-request-id'], method: 'GET' },
      msg: 'GET /api/v1/users/:user_id failed',
      err: { type: 'RangeError', message: 'the disk is full', stack: expect.stringContaining('logs.spec') },
    });
    const request = parsed().find(({ msg, req }) => msg === 'request' && req?.id === headers['x-request-id']);
    expect(request).toMatchObject({ level: 50, status: 500 });
  });
});

async function sendRaw(text: string): Promise<void> {
  const socket = connect((server().address() as AddressInfo).port, '127.0.0.1');
  socket.resume().end(text);
  await once(socket, 'close');
}
