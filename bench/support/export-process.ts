import { NestFactory } from '@nestjs/core';
import ExcelJS from 'exceljs';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { END, START } from '../data/dataset';

/** The service as it is built: compiling it here would count as its memory. */
const built = createRequire(join(__dirname, '..', '..', 'dist', 'package.json'));
const load = <Module>(path: string) => built(`./src/${path}.js`) as Module;

export const EXPORT_WORKS = ['csv', 'copy', 'xlsx', 'exceljs'] as const;
export type ExportWork = (typeof EXPORT_WORKS)[number];

export interface ExportMeasure {
  readonly milliseconds: number;
  /** Resident memory before and at its highest. */
  readonly idleBytes: number;
  readonly peakBytes: number;
  /** How long the event loop was held up at the most, in milliseconds. */
  readonly longestDelay: number;
}

const RANGE = { startDate: new Date(START), endDate: new Date(END - 1_000) };
const SETTLE_MS = 3_000;
const LOOK_EVERY_MS = 10;

type Job = () => Promise<void>;

/** The program of a child process: does one of the works alone, tells its parent what it took, and ends. */
async function main(): Promise<void> {
  const [work, rows] = [process.argv[2] as ExportWork, Number(process.argv[3])];
  const folder = await mkdtemp(join(tmpdir(), 'kinoscope-bench-exports-'));
  const prepare = { csv: ours, xlsx: ours, copy: copyAlone, exceljs: excelAlone }[work];
  const { job, end } = await prepare(folder, rows, work as 'csv' | 'xlsx');
  await delay(SETTLE_MS);
  process.send?.(await measure(job));
  await end();
  await rm(folder, { recursive: true });
  process.disconnect?.();
}

async function measure(job: Job): Promise<ExportMeasure> {
  global.gc?.();
  const idleBytes = process.memoryUsage.rss();
  let peakBytes = idleBytes;
  const timer = setInterval(
    () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())),
    LOOK_EVERY_MS,
  );
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const began = performance.now();
  await job();
  const milliseconds = performance.now() - began;
  delays.disable();
  clearInterval(timer);
  return { milliseconds, idleBytes, peakBytes, longestDelay: delays.max / 1e6 };
}

/** The whole way of an export in the whole service, but for the queue and the request. */
async function ours(folder: string, rows: number, format: 'csv' | 'xlsx') {
  const { AppModule } = load<typeof import('../../src/app.module')>('app.module');
  const { readSettings } = load<typeof import('../../src/common/config/settings')>('common/config/settings');
  const { newExport } = load<typeof import('../../src/modules/reports/application/order-export')>(
    'modules/reports/application/order-export',
  );
  const { WriteExport } = load<typeof import('../../src/modules/reports/application/write-export')>(
    'modules/reports/application/write-export',
  );
  const { ExportRepository } = load<typeof import('../../src/modules/reports/domain/export.repository')>(
    'modules/reports/domain/export.repository',
  );
  const settings = Object.assign(readSettings(), { DATA_DIR: folder });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), { logger: ['error'] });
  const exports = app.get(ExportRepository);
  const query = { reportType: 'views', format, abTestId: null, locale: 'en', bom: false } as const;
  const order = newExport({ ...query, ...RANGE }, [], new Date());
  await exports.insert(order);
  const job = async () => {
    await app.get(WriteExport).execute({
      exportId: order.id,
      signal: new AbortController().signal,
      isLastAttempt: true,
      progress: () => Promise.resolve(),
    });
    const ended = await exports.find(order.id);
    if (ended?.file?.rowCount !== rows) throw new Error(`The export is ${ended?.state}, with other rows`);
  };
  return { job, end: () => app.close() };
}

/** The same statement, read as PostgreSQL sends it and dropped. */
async function copyAlone(_folder: string, rows: number) {
  const { viewRows } = load<
    typeof import('../../src/modules/reports/infrastructure/postgres/queries/report-rows')
  >('modules/reports/infrastructure/postgres/queries/report-rows');
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const literal = (instant: number) => `'${new Date(instant).toISOString()}'::timestamptz`;
  const text = viewRows({ from: literal(START), until: literal(END) });
  const job = async () => {
    await client.query(`SET work_mem = '64MB'`);
    const stream = client.query(copyTo(`COPY (${text}) TO STDOUT (FORMAT csv)`));
    stream.resume();
    await once(stream, 'end');
    if (stream.rowCount !== rows) throw new Error(`COPY has sent ${stream.rowCount} rows`);
  };
  return { job, end: () => client.end() };
}

/** exceljs as its documentation shows it, on rows that lie ready: text, dates and numbers, no styles. */
function excelAlone(folder: string, rows: number) {
  const ready = Array.from({ length: 1_000 }, (_, index) => [
    `019b76da-a800-7000-8000-${String(index).padStart(12, '0')}`,
    new Date(START + index * 1_000),
    `019b76da-a800-7000-8001-${String(index).padStart(12, '0')}`,
    `019b76da-a800-7000-8002-${String(index).padStart(12, '0')}`,
    `Title number ${index}`,
    index,
    (index % 100) / 100,
  ]);
  const job = async () => {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: createWriteStream(join(folder, 'alone.xlsx')),
      useStyles: false,
      useSharedStrings: false,
    });
    const sheet = workbook.addWorksheet('Data');
    for (let row = 0; row < rows; row++) sheet.addRow(ready[row % ready.length]).commit();
    sheet.commit();
    await workbook.commit();
  };
  return Promise.resolve({ job, end: () => Promise.resolve() });
}

if (require.main === module) void main();
