import { Dataset } from './data/dataset';
import { loadDuckDb } from './data/load-duckdb';
import type { Environment } from './environment';
import type { Options } from './options';
import { Store } from './store';
import { DuckDb } from './support/duckdb';
import { PostgresServer } from './support/postgres';
import type { Versions } from './table';

/** Starts the servers, loads the generated views into both, and stops and removes all of it after `work`. */
export async function withData<T>(
  options: Options,
  addsViews: boolean,
  say: (message: string) => void,
  work: (environment: Environment, versions: Versions) => Promise<T>,
): Promise<T> {
  const server = await PostgresServer.start();
  const interrupted = () => void server.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const duckDb = await DuckDb.open();
  try {
    say(`making ${options.views.toLocaleString('en')} views`);
    const dataset = new Dataset(options);
    say('loading them into DuckDB');
    await loadDuckDb(duckDb, dataset);
    say(`loading ${addsViews ? 'what comes before the ingest' : 'them'} into PostgreSQL`);
    const store = await Store.fill(server, dataset, addsViews);
    const versions = { postgres: await server.version(), duckDb: await duckDb.version() };
    return await work({ options, dataset, store, duckDb }, versions);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    duckDb.close();
    await server.stop();
  }
}
