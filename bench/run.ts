import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Dataset } from './data/dataset';
import { loadDuckDb } from './data/load-duckdb';
import type { Benchmark } from './environment';
import { type Options, readOptions } from './options';
import type { Result } from './result';
import { cohorts } from './rows/cohorts';
import { cohortsOverHttp } from './rows/cohorts-over-http';
import { ingestBatches } from './rows/ingest-batches';
import { ingestSingle } from './rows/ingest-single';
import { releaseViews } from './rows/release-views';
import { Store } from './store';
import { DuckDb } from './support/duckdb';
import { PostgresServer } from './support/postgres';
import { facts, table } from './table';

/** In this order: the ingest meets our database with a part of the views, the reads with all of them. */
const BENCHMARKS: readonly Benchmark[] = [
  ingestBatches,
  ingestSingle,
  cohorts,
  cohortsOverHttp,
  releaseViews,
];

const started = performance.now();
const say = (message: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(7)} s  ${message}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const chosen = BENCHMARKS.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const unknown = options.only.filter((name) => !chosen.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}`);
  await report(options, chosen);
}

async function report(options: Options, chosen: readonly Benchmark[]): Promise<void> {
  const server = await PostgresServer.start();
  const interrupted = () => void server.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const duckDb = await DuckDb.open();
  try {
    say(`making ${options.views.toLocaleString('en')} views`);
    const dataset = new Dataset(options);
    say('loading them into DuckDB');
    await loadDuckDb(duckDb, dataset);
    say('loading what comes before the ingest into PostgreSQL');
    const store = await Store.fill(server, dataset);

    const results: Result[] = [];
    for (const benchmark of chosen) {
      say(benchmark.name);
      results.push(...(await benchmark.run({ options, dataset, store, duckDb })));
    }
    const versions = { postgres: await server.version(), duckDb: await duckDb.version() };
    const date = new Date().toISOString().slice(0, 10);
    const text = `${facts(options, versions, date)}\n\n${table(results)}\n`;
    process.stdout.write(text);
    await save(`${date}-${options.views}${options.only.length > 0 ? '-part' : ''}.md`, text);
  } finally {
    duckDb.close();
    await server.stop();
  }
  say('done');
}

async function save(name: string, text: string): Promise<void> {
  const folder = join(__dirname, 'results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
