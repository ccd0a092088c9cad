import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { migrate } from '../../src/common/database/migrate';
import { eventually } from '../support/eventually';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

class AddsColumn1900000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE view_events ADD COLUMN note text`);
  }

  async down(): Promise<void> {}
}

class AddsIndex1900000000001 implements MigrationInterface {
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX CONCURRENTLY view_events_watched ON view_events (watch_seconds)`);
  }

  async down(): Promise<void> {}
}

class TakesHalfASecond1900000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`SELECT pg_sleep(0.5)`);
  }

  async down(): Promise<void> {}
}

describe('migrations beside a service at work', () => {
  let database: TestDatabase;
  const open: { close: () => Promise<void> }[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const { close } of open.splice(0)) await close();
    await database.drop();
  });

  const aReplicaWith = async (migration: new () => MigrationInterface, extra: object = {}) => {
    const options = dataSourceOptions(database.url);
    const dataSource = await new DataSource({
      ...options,
      migrations: [migration],
      extra: { ...(options.extra as object), ...extra },
    }).initialize();
    open.push({ close: () => dataSource.destroy() });
    return dataSource;
  };

  const connect = async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    open.push({ close: () => client.end() });
    return client;
  };

  it('let requests pass while the table is in use, and run when it is free', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const user = await connect();
    await user.query('BEGIN; LOCK TABLE view_events IN ROW EXCLUSIVE MODE');

    const migrated = migrate(await aReplicaWith(AddsColumn1900000000000));
    const request = await connect();
    // Longer than a migration may wait for a lock; without a bound, requests would wait for the end of the user.
    await request.query(`SET statement_timeout = '3s'`);
    while (warned.mock.calls.length < 2) await request.query('SELECT count(*) FROM view_events');
    expect(warned.mock.calls.map(([message]) => message as string)).toEqual([
      'AddsColumn1900000000000 found its tables in use; once more in 1 s',
      'AddsColumn1900000000000 found its tables in use; once more in 2 s',
    ]);
    await user.query('COMMIT');

    expect(await migrated).toEqual(['AddsColumn1900000000000']);
    expect((await request.query('SELECT note FROM view_events')).rows).toEqual([]);
  });

  it('make an index concurrently, while a report reads and another replica waits to migrate', async () => {
    const told = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    const report = await connect();
    await report.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM view_events');

    const first = migrate(await aReplicaWith(AddsIndex1900000000001));
    const observer = await connect();
    await eventually(10_000, async () => {
      const { rows } = await observer.query(
        `SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting%'`,
      );
      expect(rows).toHaveLength(1);
    });
    const second = migrate(await aReplicaWith(AddsIndex1900000000001));
    await eventually(10_000, () => {
      expect(told).toHaveBeenCalledWith('Another process migrates; this one waits');
    });
    // Longer than a migration inside a transaction would wait.
    await observer.query('SELECT pg_sleep(1.5)');
    await report.query('COMMIT');

    expect(await first).toEqual(['AddsIndex1900000000001']);
    expect(await second).toEqual([]);
    const { rows } = await observer.query(
      `SELECT indisvalid FROM pg_index WHERE indexrelid = 'view_events_watched'::regclass`,
    );
    expect(rows).toEqual([{ indisvalid: true }]);
  });

  it('may take longer than requests, whose bound is as before afterwards', async () => {
    const dataSource = await aReplicaWith(TakesHalfASecond1900000000002, { statement_timeout: 200, max: 1 });
    expect(await migrate(dataSource)).toEqual(['TakesHalfASecond1900000000002']);
    await expect(dataSource.query('SELECT pg_sleep(0.5)')).rejects.toThrow(/statement timeout/);
  });
});
