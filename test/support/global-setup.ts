import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { startEmbeddedPostgres } from '../../src/common/database/embedded';
import { migrate } from '../../src/common/database/migrate';
import { query, TEMPLATE, urlOf } from './test-database';

/** Nothing that tests store has to survive a power cut. */
const UNSAFE_BUT_FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '100',
};

/**
 * Brings up one PostgreSQL for all test files, with a migrated template database. KINOSCOPE_TEST_DATABASE_URL
 * names another server to test on; its role must be allowed to make databases.
 */
export default async function globalSetup(): Promise<void> {
  if (process.env.TEST_SERVER_URL) return;
  let server = process.env.KINOSCOPE_TEST_DATABASE_URL;
  if (!server) {
    const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-test-'));
    const embedded = await startEmbeddedPostgres({
      dataDir,
      log: () => undefined,
      settings: UNSAFE_BUT_FAST,
    });
    server = embedded.url;
    Object.assign(globalThis, { stopTestServer: embedded.stop.bind(embedded), testDataDir: dataDir });
  }
  process.env.TEST_SERVER_URL = server;
  await query(server, `DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await query(server, `CREATE DATABASE ${TEMPLATE}`);
  const dataSource = await new DataSource(dataSourceOptions(urlOf(server, TEMPLATE))).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
}
