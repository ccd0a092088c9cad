import { NestFactory } from '@nestjs/core';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { AppModule } from '../../src/app.module';
import { readSettings } from '../../src/common/config/settings';
import type { Database } from '../../src/common/database/database';
import { CsvSource, ImportDataset } from '../../src/modules/importer';
import type { Dataset } from '../data/dataset';
import type { Benchmark, Environment } from '../environment';
import { compare, takeTurns, timed } from '../measure';
import { rates, type Result } from '../result';
import type { OpenDatabase } from '../support/postgres';

/** A round takes long enough to be told from noise. */
const MOST_ROUNDS = 3;
/** The importer's own chunk; less than one is no import. */
const LEAST_VIEWS = 50_000;
/** More takes long and tells no more. */
const MOST_VIEWS_A_ROUND = 400_000;
const LINES_A_WRITE = 10_000;
const COLUMNS = 'event_id,user_id,release_id,viewed_at,watch_seconds,completion';

/** `npm run import` of a file of views, with every check and rollup, against raw COPY of the file into the same table. */
export const importer: Benchmark = {
  name: 'importer',
  addsViews: true,
  run: (environment) =>
    environment.store.withCopy('imported', (ours) =>
      environment.store.withCopy('copied', (copy) => measure(environment, ours, copy)),
    ),
};

async function measure(
  { dataset, options, store }: Environment,
  ours: OpenDatabase,
  copy: OpenDatabase,
): Promise<Result[]> {
  const rounds = Math.min(options.rounds, MOST_ROUNDS);
  const perRound = Math.min(MOST_VIEWS_A_ROUND, Math.floor((dataset.views - store.recorded) / (rounds + 1)));
  if (perRound < LEAST_VIEWS) throw new Error('Too few views for this benchmark: take 1 M or more');
  const folder = await mkdtemp(join(tmpdir(), 'kinoscope-bench-import-'));
  const app = await importingApp(ours.url, folder);
  try {
    const folders: string[] = [];
    for (let round = 0; round <= rounds; round++) {
      folders.push(join(folder, String(round)));
      await writeViews(folders[round]!, dataset, store.recorded + round * perRound, perRound);
    }
    const rate = (milliseconds: number) => (1_000 * perRound) / milliseconds;
    const found = await takeTurns(rounds, {
      ours: async (round) =>
        rate(await timed(() => importAll(app.get(ImportDataset), folders[round]!, perRound))),
      copy: async (round) => rate(await timed(() => copyFile(copy.database, folders[round]!))),
    });
    return [
      rates(
        `importer, ${perRound.toLocaleString('en')} rows of CSV a round`,
        'raw `COPY` of the file',
        'rows/s',
        0.5,
        compare(found.ours, found.copy),
      ),
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true });
  }
}

/** The application as the command `import` starts it, on our copy of the data. */
function importingApp(databaseUrl: string, dataDir: string) {
  const settings = readSettings({
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    JWT_SECRET: randomBytes(32).toString('hex'),
  });
  return NestFactory.createApplicationContext(AppModule.forRoot(settings), { logger: ['error'] });
}

async function writeViews(folder: string, dataset: Dataset, from: number, count: number): Promise<void> {
  await mkdir(folder);
  const path = join(folder, 'views.csv');
  await writeFile(path, `${COLUMNS}\n`);
  for (let start = from; start < from + count; start += LINES_A_WRITE) {
    const views = dataset.slice(start, Math.min(start + LINES_A_WRITE, from + count));
    const lines = views.map((view) =>
      [
        view.eventId,
        view.userId,
        view.releaseId,
        view.viewedAt.toISOString(),
        view.watchSeconds,
        view.completion ?? '',
      ].join(','),
    );
    await writeFile(path, `${lines.join('\n')}\n`, { flag: 'a' });
  }
}

async function importAll(importDataset: ImportDataset, folder: string, count: number): Promise<void> {
  const nothing = () => undefined;
  const { views } = await importDataset.execute(new CsvSource(folder), {
    progress: nothing,
    reject: nothing,
  });
  if (views.added !== count) throw new Error(`${views.added} of ${count} views were imported`);
}

/** In one transaction, which the pool's limit for requests must not cut off. */
async function copyFile(database: Database, folder: string): Promise<void> {
  await database.transaction(async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    const copy = client.query(copyFrom(`COPY view_events (${COLUMNS}) FROM STDIN (FORMAT csv, HEADER)`));
    await pipeline(createReadStream(join(folder, 'views.csv')), copy);
  });
}
