import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import request from 'supertest';
import { Database } from '../../src/common/database/database';
import { DatabaseMonitor } from '../../src/common/database/database-monitor';
import { putJanuaryUsers, stateAndUsers } from '../support/cohort-route';
import { eventually } from '../support/eventually';
import { expectPromise } from '../support/expect-promise';
import { FaultProxy } from '../support/fault-proxy';
import { PrimaryAndStandby } from '../support/standby';
import { startTestApp, type TestApp } from '../support/test-app';

jest.setTimeout(120_000);

const PATIENCE_MS = 30_000;
/** From the moment that the standby falls silent until its reads are answered by the primary. */
const FALLBACK_MS = 1_500;

/** Takes for ever on a standby, and no time on the primary. */
const SLOW_ON_STANDBY = {
  text: `
SELECT pg_is_in_recovery() AS standby, (SELECT count(*) FROM releases) AS releases,
  CASE WHEN pg_is_in_recovery() THEN pg_sleep(60) END`,
};
const WHERE = { text: 'SELECT pg_is_in_recovery() AS standby' };

interface Status {
  readonly status: string;
  readonly dependencies: { readonly database_replica: string };
  readonly database_replica: { in_use: boolean; lag_bytes: number | null; lag_seconds: number | null };
}

let servers: PrimaryAndStandby;
let proxy: FaultProxy;
let service: TestApp;
let database: Database;
let primary: Client;
let nextUser = 1;
const reports = [jest.spyOn(Logger.prototype, 'warn'), jest.spyOn(Logger.prototype, 'log')] as const;

beforeAll(async () => {
  servers = await PrimaryAndStandby.start();
  proxy = await FaultProxy.before(servers.standbyUrl);
  service = await startTestApp({
    now: 'running',
    databaseUrl: servers.primaryUrl,
    settings: { DATABASE_REPLICA_URL: proxy.url(servers.standbyUrl) },
  });
  service.app.get(DatabaseMonitor).start();
  database = service.app.get(Database);
  primary = new Client({ connectionString: servers.primaryUrl });
  await primary.connect();
});
afterAll(async () => {
  await primary.end();
  await service.close();
  await proxy.close();
  await servers.stop();
});
beforeEach(async () => {
  await replicaIsInUse();
  reports.forEach((report) => report.mockClear());
});

const status = async () =>
  (await service.anonymously('get', '/analytics/v2/status').expect(200)).body as Status;

async function replicaIsInUse(): Promise<void> {
  await eventually(PATIENCE_MS, async () => expect((await status()).database_replica.in_use).toBe(true));
}

const readsOnStandby = async () => (await database.queryLong<{ standby: boolean }>(WHERE))[0]!.standby;

const snapshotOnStandby = () =>
  database.snapshot(new AbortController().signal, async () => await readsOnStandby());

/** One more user, and whether the next long read counts it. */
async function addedUserIsCounted(): Promise<void> {
  const user = nextUser++;
  await putJanuaryUsers(service, user);
  expect(await stateAndUsers(service, { timezone: 'Europe/Moscow' })).toEqual(['MISS', user]);
}

/** What the log says of the replica, by level. */
const reported = () =>
  reports.map(
    (report) => report.mock.calls.filter(([message]) => /^Long reads go/.test(String(message))).length,
  );

async function onStandby(statement: string): Promise<void> {
  const client = new Client({ connectionString: servers.standbyUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Its commit is replayed only when nobody on the standby reads the table any more. */
async function lockReleases(): Promise<void> {
  await primary.query(
    'BEGIN; LOCK TABLE releases IN ACCESS EXCLUSIVE MODE; SELECT pg_current_xact_id(); COMMIT',
  );
}

describe('a read replica', () => {
  it('answers long reads and snapshots, and the status and the metrics tell of it', async () => {
    const before = { ...database.longReads };
    await addedUserIsCounted();
    expect(await snapshotOnStandby()).toBe(true);
    expect(database.longReads).toEqual({ primary: before.primary, replica: before.replica + 2 });

    expect(await status()).toMatchObject({
      status: 'ok',
      dependencies: { database_replica: 'up' },
      database_replica: { in_use: true },
    });
    await eventually(PATIENCE_MS, async () =>
      expect((await status()).database_replica).toEqual({ in_use: true, lag_bytes: 0, lag_seconds: 0 }),
    );
    const { text } = await request(service.app.getHttpServer())
      .get('/metrics')
      .set('Authorization', `Bearer ${service.adminToken}`)
      .expect(200);
    expect(text).toContain('kinoscope_database_replica_up 1');
    expect(text).toMatch(/kinoscope_database_long_reads_total\{server="replica"\} [1-9]/);
  });

  it('is never older than what was acknowledged, whatever is written meanwhile', async () => {
    const before = database.longReads.replica;
    let writing = true;
    const noise = (async () => {
      while (writing)
        await primary.query(`
          INSERT INTO releases (id, title, genres)
          SELECT gen_random_uuid(), 'noise', '{}' FROM generate_series(1, 2000)`);
    })();
    for (let round = 0; round < 100; round++) await addedUserIsCounted();
    writing = false;
    await noise;
    const onReplica = database.longReads.replica - before;
    console.info(`read from the replica: ${onReplica} of 100, each with what had just been written`);
    expect(onReplica).toBeGreaterThan(0);
  });

  it('is left alone while its replay is paused, and read again afterwards', async () => {
    await onStandby('SELECT pg_wal_replay_pause()');
    const before = { ...database.longReads };
    for (let round = 0; round < 20; round++) await addedUserIsCounted();
    expect(await snapshotOnStandby()).toBe(false);
    expect(database.longReads).toEqual({ primary: before.primary + 21, replica: before.replica });
    await eventually(PATIENCE_MS, async () => {
      const { status: overall, dependencies, database_replica: replica } = await status();
      expect([overall, dependencies.database_replica, replica.in_use]).toEqual(['ok', 'up', false]);
      expect(replica.lag_bytes).toBeGreaterThan(0);
      expect(replica.lag_seconds).toBeGreaterThan(0.2);
    });
    expect(reported()).toEqual([1, 0]);

    await onStandby('SELECT pg_wal_replay_resume()');
    await replicaIsInUse();
    await addedUserIsCounted();
    expect(await readsOnStandby()).toBe(true);
    expect(reported()).toEqual([1, 1]);
  });

  it('killed under a read: the primary answers it, and the replica is read when it is back', async () => {
    const read = database.queryLong<{ standby: boolean }>(SLOW_ON_STANDBY);
    await delay(300);
    servers.killStandby();
    expect(await read).toMatchObject([{ standby: false }]);
    await addedUserIsCounted();
    await eventually(PATIENCE_MS, async () =>
      expect(await status()).toMatchObject({
        status: 'degraded',
        dependencies: { database: 'up', database_replica: 'down' },
        database_replica: { in_use: false, lag_bytes: null, lag_seconds: null },
      }),
    );
    await service.anonymously('get', '/health/ready').expect(200);

    await servers.startStandbyAgain();
    await replicaIsInUse();
    expect(await readsOnStandby()).toBe(true);
    expect(reported()).toEqual([1, 1]);
  });

  it('silent: reads under way and new ones are soon answered by the primary', async () => {
    const round = async () => {
      await replicaIsInUse();
      const underWay = [1, 2, 3].map(() => database.queryLong<{ standby: boolean }>(SLOW_ON_STANDBY));
      await delay(300);
      proxy.blackHole();
      const began = performance.now();
      const later = [delay(0), delay(400), delay(900)].map(async (moment) => {
        await moment;
        return database.queryLong<{ standby: boolean }>(SLOW_ON_STANDBY);
      });
      for (const rows of await Promise.all([...underWay, ...later]))
        expect(rows).toMatchObject([{ standby: false }]);
      const ms = Math.round(performance.now() - began);
      const snapshot = await snapshotOnStandby();
      await proxy.pass();
      expect(snapshot).toBe(false);
      return { isKept: ms <= FALLBACK_MS, figure: `silent standby: all answered after ${ms} ms` };
    };
    await expectPromise((figure) => console.info(figure), round);
    await replicaIsInUse();
    expect(await readsOnStandby()).toBe(true);
  });

  it('a read that stands in the way of the replay is answered by the primary', async () => {
    const read = database.queryLong<{ standby: boolean }>(SLOW_ON_STANDBY);
    await delay(300);
    await lockReleases();
    expect(await read).toMatchObject([{ standby: false }]);
  });

  it('a report that stands in its way fails, and the next attempt reads from the primary', async () => {
    const { signal } = new AbortController();
    const failure = database
      .snapshot(signal, () => database.queryLong(SLOW_ON_STANDBY))
      .then(() => null)
      .catch((error: Error) => error.message);
    await delay(300);
    await lockReleases();
    expect(await failure).toContain('conflict with recovery');
    await replicaIsInUse();
    expect(await snapshotOnStandby()).toBe(false);
    expect(await readsOnStandby()).toBe(true);
  });

  it('is no longer read after it has been promoted', async () => {
    await onStandby('SELECT pg_promote()');
    await addedUserIsCounted();
    expect(await readsOnStandby()).toBe(false);
    await eventually(PATIENCE_MS, async () =>
      expect((await status()).dependencies.database_replica).toBe('down'),
    );
  });
});
