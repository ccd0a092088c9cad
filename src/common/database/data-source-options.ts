import { join } from 'node:path';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { severableClient } from './severable-client';

/** Connections for short statements: requests and the ingest. Long statements have {@link LONG_POOL_SIZE}. */
const POOL_SIZE = 12;

/** Upper bounds of every wait on the database, in milliseconds. */
const CONNECT_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 15_000;

const root = join(__dirname, '..', '..', '..');

export function dataSourceOptions(url: string): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'kinoscope',
    entities: [join(root, 'src/**/infrastructure/**/*.schema.{js,ts}')],
    migrations: [join(root, 'migrations/*.{js,ts}')],
    migrationsTransactionMode: 'each',
    poolSize: POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: severableClient(),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      options: '-c timezone=UTC',
    },
  };
}
