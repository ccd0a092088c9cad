import { join } from 'node:path';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { severableClient } from './severable-client';

/** Connections for short statements: requests and the ingest. Long ones have `ReadPools`. */
const POOL_SIZE = 12;

/** Upper bounds of every wait on the database, in milliseconds. */
const CONNECT_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 15_000;

const APPLICATION_NAME = 'kinoscope';
const SERVER_OPTIONS = '-c timezone=UTC';
/** Of every session, whichever server it is on. */
export const sessionOptions = { application_name: APPLICATION_NAME, options: SERVER_OPTIONS };

const root = join(__dirname, '..', '..', '..');

export function dataSourceOptions(url: string): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: APPLICATION_NAME,
    entities: [join(root, 'src/**/infrastructure/**/*.schema.{js,ts}')],
    migrations: [join(root, 'migrations/*.{js,ts}')],
    migrationsTransactionMode: 'each',
    poolSize: POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: severableClient(),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      options: SERVER_OPTIONS,
    },
  };
}
