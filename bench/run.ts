import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark } from './environment';
import { forecastAccuracy } from './forecast-accuracy';
import { growth } from './growth';
import { type Options, readOptions } from './options';
import type { Result } from './result';
import { cachedAnswer } from './rows/cached-answer';
import { cohorts } from './rows/cohorts';
import { cohortsOverHttp } from './rows/cohorts-over-http';
import { exportsToFiles } from './rows/exports';
import { importer } from './rows/importer';
import { ingestBatches } from './rows/ingest-batches';
import { ingestSingle } from './rows/ingest-single';
import { realtime } from './rows/realtime';
import { releaseViews } from './rows/release-views';
import { underLoad } from './rows/under-load';
import { viewers } from './rows/viewers';
import { facts, table } from './table';
import { withData } from './with-data';

/** In this order: the ingest meets our database with a part of the views, the reads with all of them. */
const BENCHMARKS: readonly Benchmark[] = [
  ingestBatches,
  ingestSingle,
  importer,
  realtime,
  cohorts,
  cohortsOverHttp,
  cachedAnswer,
  releaseViews,
  viewers,
  underLoad,
  exportsToFiles,
];

/** Needs neither servers nor generated views, but the real series. */
const FORECAST = 'forecast';

const started = performance.now();
const say = (message: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(7)} s  ${message}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const date = new Date().toISOString().slice(0, 10);
  if (options.growth) {
    let text = '';
    await growth(options, date, say, (found) => keep(`${date}-growth.md`, (text = found)));
    process.stdout.write(text);
    return;
  }
  const chosen = BENCHMARKS.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const known = [FORECAST, ...BENCHMARKS.map(({ name }) => name)];
  const unknown = options.only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}`);
  if (options.only.length === 0 || options.only.includes(FORECAST)) {
    say(FORECAST);
    const text = `${forecastAccuracy()}\n`;
    process.stdout.write(text);
    await keep(`${date}-forecast.md`, text);
  }
  if (chosen.length > 0) await report(options, chosen, date);
}

async function report(options: Options, chosen: readonly Benchmark[], date: string): Promise<void> {
  const name = `${date}-${options.views}${options.only.length > 0 ? '-part' : ''}.md`;
  const results: Result[] = [];
  let text = '';
  const addsViews = chosen.some((benchmark) => benchmark.addsViews);
  await withData(options, addsViews, say, async (environment, versions) => {
    for (const benchmark of chosen) {
      say(benchmark.name);
      results.push(...(await benchmark.run(environment)));
      // What is there stays, if a later one is broken off.
      text = `${facts(options, versions, date)}\n\n${table(results)}\n`;
      await keep(name, text);
    }
  });
  process.stdout.write(text);
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
