import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Dataset } from './data/dataset';
import { loadDuckDb } from './data/load-duckdb';
import type { Benchmark } from './environment';
import { forecastAccuracy } from './forecast-accuracy';
import { type Options, readOptions } from './options';
import type { Result } from './result';
import { cohorts } from './rows/cohorts';
import { cohortsOverHttp } from './rows/cohorts-over-http';
import { exportsToFiles } from './rows/exports';
import { ingestBatches } from './rows/ingest-batches';
import { ingestSingle } from './rows/ingest-single';
import { realtime } from './rows/realtime';
import { releaseViews } from './rows/release-views';
import { viewers } from './rows/viewers';
import { Store } from './store';
import { DuckDb } from './support/duckdb';
import { PostgresServer } from './support/postgres';
import { facts, table } from './table';

/** In this order: the ingest meets our database with a part of the views, the reads with all of them. */
const BENCHMARKS: readonly Benchmark[] = [
  ingestBatches,
  ingestSingle,
  realtime,
  cohorts,
  cohortsOverHttp,
  releaseViews,
  viewers,
  exportsToFiles,
];

/** Needs neither servers nor generated views, but the real series. */
const FORECAST = 'forecast';

const started = performance.now();
const say = (message: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(7)} s  ${message}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const chosen = BENCHMARKS.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const known = [FORECAST, ...BENCHMARKS.map(({ name }) => name)];
  const unknown = options.only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}`);
  const date = new Date().toISOString().slice(0, 10);
  if (options.only.length === 0 || options.only.includes(FORECAST)) {
    say(FORECAST);
    const text = `${forecastAccuracy()}\n`;
    process.stdout.write(text);
    await keep(`${date}-forecast.md`, text);
  }
  if (chosen.length > 0) await report(options, chosen, date);
}

async function report(options: Options, chosen: readonly Benchmark[], date: string): Promise<void> {
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
    const versions = { postgres: await server.version(), duckDb: await duckDb.version() };
    const name = `${date}-${options.views}${options.only.length > 0 ? '-part' : ''}.md`;
    let text = '';
    for (const benchmark of chosen) {
      say(benchmark.name);
      results.push(...(await benchmark.run({ options, dataset, store, duckDb })));
      // What is there stays, if a later one is broken off.
      text = `${facts(options, versions, date)}\n\n${table(results)}\n`;
      await keep(name, text);
    }
    process.stdout.write(text);
  } finally {
    duckDb.close();
    await server.stop();
  }
  say('done');
}

async function keep(name: string, text: string): Promise<void> {
  const folder = join(__dirname, 'results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
