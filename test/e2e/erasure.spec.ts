import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { LogDestination } from '../../src/common/telemetry/service-log';
import { LearnViewers } from '../../src/modules/analytics/application/viewers/learn-viewers';
import { releaseId, userId } from '../factories/ids';
import { aPaymentItem } from '../factories/payment.factory';
import { aViewItem } from '../factories/view-event.factory';
import { allTables } from '../support/all-tables';
import { eventually } from '../support/eventually';
import { experimentsOf } from '../support/experiments';
import { download, orderExport } from '../support/exports';
import { describeWithRedis, RedisServer } from '../support/redis-server';
import { startTestApp, type TestApp } from '../support/test-app';

const PERSON = userId(7_000_007);
const EMAIL = 'vanishing@example.org';
const NAME = 'Vera Vanishing';
const TRACES = [PERSON, PERSON.replaceAll('-', ''), EMAIL, NAME];

describeWithRedis('an erasure', () => {
  let redis: RedisServer;
  let service: TestApp;
  const log: string[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
    service = await startTestApp({
      settings: { LOG_LEVEL: 'trace', REDIS_URL: redis.url },
      override: (builder) =>
        builder.overrideProvider(LogDestination).useValue({ write: (line: string) => log.push(line) }),
    });
    service.app.get(JobRunner).start();
  });
  afterAll(async () => {
    await service.close();
    await redis.stop();
  });

  /** Where something of the person is found. */
  async function traces(): Promise<string[]> {
    const tables = Object.entries(await allTables(service.databaseUrl));
    const kept: [place: string, text: string][] = [
      ...tables.map(([table, rows]): [string, string] => [`table ${table}`, rows.join('\n')]),
      ...(await keysOf(redis.client)),
      ...filesBelow(service.dataDir),
      ['log', log.join('')],
    ];
    return kept.filter(([, text]) => TRACES.some((trace) => text.includes(trace))).map(([place]) => place);
  }

  /** Everything that is kept about people, and answers and files that hold it. */
  async function leaveTraces(): Promise<void> {
    const user = { id: PERSON, registered_at: '2026-01-06T09:00:00Z', email: EMAIL, name: NAME };
    await service.asAdmin('put', '/users', { users: [{ ...user, password: 'a password' }] }).expect(200);
    const releases = [{ id: releaseId(1), title: 'One', genres: ['Drama'] }];
    await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
    const events = [1, 2, 3].map((day) =>
      aViewItem({
        userId: PERSON,
        releaseId: releaseId(1),
        viewedAt: `2026-01-1${day}T10:00:00Z`,
      }),
    );
    await service.asAdmin('post', '/views', { events }).expect(200);
    const payments = [aPaymentItem({ user_id: PERSON, paid_at: '2026-01-10T00:00:00Z' })];
    await service.asAdmin('post', '/payments', { payments }).expect(200);
    const experiments = experimentsOf(service);
    await experiments.assign(await experiments.start(), PERSON);
    await service.app.get(LearnViewers).execute({
      all: true,
      signal: new AbortController().signal,
      progress: () => Promise.resolve(),
    });
    const token = await service.logIn(EMAIL, 'a password');
    for (const path of ['/auth/me', `/users/${PERSON}`, `/analytics/v2/users/${PERSON}/analytics`]) {
      if (path !== '/auth/me') await service.asAdmin('get', path).expect(200);
      await service.withToken(token, 'get', path).expect(200);
    }
    await service.asAdmin('get', '/analytics/v2/users').expect(200);
    for (const report_type of ['views', 'users']) {
      const ready = await orderExport(service, { report_type });
      expect((await download(service, ready)).toString()).toContain(PERSON);
    }
  }

  it('leaves no trace in tables, caches, files and logs', async () => {
    await leaveTraces();
    expect(await traces()).toEqual(
      expect.arrayContaining([
        'table users',
        'table view_events',
        'table user_activity',
        'table payments',
        'table ab_test_assignments',
        expect.stringMatching(/^key /),
        expect.stringMatching(/^file reports\//),
      ]),
    );

    await service.asAdmin('delete', `/users/${PERSON}`).expect(204);
    // Files go with the job that follows the erasure.
    await eventually(10_000, async () => expect(await traces()).toEqual([]));
  });
});

async function keysOf(client: Redis): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const key of await client.keys('*')) {
    const value = (await client.type(key)) === 'string' ? await client.get(key) : '';
    found.push([`key ${key}`, `${key} ${value}`]);
  }
  return found;
}

function filesBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`file ${path.slice(folder.length + 1)}`, readFileSync(path, 'latin1')];
    });
}
