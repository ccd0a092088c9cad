import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { AuditLog } from '../../src/modules/identity/domain/audit-log';
import { userId } from '../factories/ids';
import { allTables } from '../support/all-tables';
import { startTestApp, type TestApp } from '../support/test-app';

interface AuditRow {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly request_id: string;
}

const registered_at = '2026-01-05T09:00:00Z';
const ANNA = userId(1);
const BORIS = userId(2);

let service: TestApp;
let client: Client;
let annaToken: string;
beforeAll(async () => {
  service = await startTestApp();
  client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
});
beforeEach(async () => {
  await client.query('TRUNCATE audit_log');
  await put({
    id: ANNA,
    registered_at,
    email: 'anna@example.org',
    name: 'Anna',
    timezone: 'Europe/Moscow',
    password: 'a password',
  });
  await put({ id: BORIS, registered_at });
  annaToken = await service.logIn('anna@example.org', 'a password');
});
afterAll(async () => {
  await client.end();
  await service.close();
});

const put = (user: object) => service.asAdmin('put', '/users', { users: [user] }).expect(200);
const audit = async () => (await client.query<AuditRow>('SELECT * FROM audit_log ORDER BY id')).rows;
async function pseudonymOf(id: string): Promise<string | undefined> {
  const { rows } = await client.query<{ key: Buffer }>('SELECT key FROM pseudonym_keys WHERE user_id = $1', [
    id,
  ]);
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return (
    rows[0] &&
    createHash('sha256')
      .update(Buffer.concat([rows[0].key, bytes]))
      .digest('hex')
  );
}

describe('GET /users/{user_id}', () => {
  const PROFILE = {
    id: ANNA,
    role: 'user',
    email: 'anna@example.org',
    name: 'Anna',
    timezone: 'Europe/Moscow',
    registered_at,
  };

  it('shows people themselves, and administrators everybody', async () => {
    const own = await service.withToken(annaToken, 'get', `/users/${ANNA}`).expect(200);
    expect(own.body).toEqual(PROFILE);
    await service.withToken(annaToken, 'get', `/users/${ANNA.toUpperCase()}`).expect(200);
    expect((await service.asAdmin('get', `/users/${ANNA}`).expect(200)).body).toEqual(PROFILE);
  });

  it('answers a user alike for others, for nobody and for what is no id', async () => {
    const bodies = [];
    for (const id of [BORIS, userId(404), 'x']) {
      const { body } = await service.withToken(annaToken, 'get', `/users/${id}`).expect(403);
      bodies.push({ ...(body as object), instance: '' });
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('tells an administrator that there is nobody, or no id', async () => {
    const absent = await service.asAdmin('get', `/users/${userId(404)}`).expect(404);
    expect(absent.body).toMatchObject({ code: 'user.not_found' });
    await service.asAdmin('get', '/users/x').expect(400);
  });
});

describe('the audit log', () => {
  it('has a row for an administrator’s reading of somebody else’s data, and for no other', async () => {
    const adminId = ((await service.asAdmin('get', '/auth/me').expect(200)).body as { id: string }).id;
    await service.asAdmin('get', `/users/${adminId}`).expect(200);
    await service.asAdmin('get', `/users/${userId(404)}`).expect(404);
    await service.asAdmin('get', '/users/x').expect(400);
    await service.withToken(annaToken, 'get', `/users/${ANNA}`).expect(200);
    await service.withToken(annaToken, 'get', `/users/${BORIS}`).expect(403);
    expect(await audit()).toEqual([]);

    const { headers } = await service.asAdmin('get', `/users/${ANNA.toUpperCase()}`).expect(200);
    await service.asAdmin('get', `/users/${BORIS}`).expect(200);
    const [first, second, ...more] = await audit();
    expect(more).toEqual([]);
    expect(first).toEqual({
      id: expect.any(String),
      at: new Date('2026-03-01T12:00:00Z'),
      actor: await pseudonymOf(adminId),
      action: 'user.profile',
      subject: await pseudonymOf(ANNA),
      request_id: headers['x-request-id'],
    });
    expect(second).toMatchObject({ actor: first!.actor, subject: await pseudonymOf(BORIS) });
    expect(new Set([first!.actor, first!.subject, second!.subject]).size).toBe(3);
  });

  it('names people by pseudonyms that stay, under concurrent reading too', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        service.asAdmin('get', `/users/${index % 2 ? ANNA : BORIS}`).expect(200),
      ),
    );
    const rows = await audit();
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(2);
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(1);
  });

  it('keeps nothing that leads to somebody who has been erased', async () => {
    await service.asAdmin('get', `/users/${ANNA}`).expect(200);
    const pseudonym = (await pseudonymOf(ANNA))!;
    await service.asAdmin('delete', `/users/${ANNA}`).expect(204);
    expect(await audit()).toMatchObject([{ subject: pseudonym }]);
    expect(await pseudonymOf(ANNA)).toBeUndefined();

    const traces = Object.entries(await allTables(service.databaseUrl)).filter(([, rows]) =>
      rows.some((row) => row.includes(ANNA) || row.includes(ANNA.replaceAll('-', '')) || /anna/i.test(row)),
    );
    expect(traces).toEqual([]);

    await put({ id: ANNA, registered_at });
    await service.asAdmin('get', `/users/${ANNA}`).expect(200);
    expect(await pseudonymOf(ANNA)).not.toBe(pseudonym);
  });

  it('keeps no key of somebody who is erased while they are read about', async () => {
    for (let round = 0; round < 10; round++) {
      await put({ id: BORIS, registered_at });
      const reads = Array.from({ length: 4 }, () => service.asAdmin('get', `/users/${BORIS}`));
      const [erased, ...read] = await Promise.all([service.asAdmin('delete', `/users/${BORIS}`), ...reads]);
      expect(erased.status).toBe(204);
      for (const { status } of read) expect([200, 404]).toContain(status);
      expect(await pseudonymOf(BORIS)).toBeUndefined();
    }
  });
});

describe('without the audit log', () => {
  it('nobody reads anybody', async () => {
    const broken = await startTestApp({
      databaseUrl: service.databaseUrl,
      override: (builder) =>
        builder
          .overrideProvider(AuditLog)
          .useValue({ record: () => Promise.reject(new Error('the disk is full')) }),
    });
    const { body } = await broken.asAdmin('get', `/users/${ANNA}`).expect(500);
    expect(JSON.stringify(body)).not.toContain('anna');
    await broken.withToken(annaToken, 'get', `/users/${ANNA}`).expect(200);
    await broken.close();
  });
});
