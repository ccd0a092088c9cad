import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Benchmark } from '../environment';
import { compare, median, takeTurns } from '../measure';
import type { Result } from '../result';
import { EXPORT_WORKS, type ExportMeasure, type ExportWork } from '../support/export-process';

const REGISTER = join(__dirname, '..', 'register.cjs');
const PROGRAM = join(__dirname, '..', 'support', 'export-process.ts');
/** A round takes minutes. */
const MOST_ROUNDS = 3;
const MOST_MEMORY_MB = 60;

/**
 * All views as CSV and XLSX by the whole service, against what they are made with; each contender in a process of its
 * own, so that its memory is its own too.
 */
export const exportsToFiles: Benchmark = {
  name: 'exports',
  async run({ dataset, options, store }): Promise<Result[]> {
    const ours = await store.openComplete();
    await ours.close();
    const measures: Record<ExportWork, ExportMeasure[]> = { csv: [], copy: [], xlsx: [], exceljs: [] };
    const contender = (work: ExportWork) => async () => {
      const found = await measureAlone(work, ours.url, dataset.views);
      measures[work].push(found);
      return (1_000 * dataset.views) / found.milliseconds;
    };
    const contenders = Object.fromEntries(EXPORT_WORKS.map((work) => [work, contender(work)]));
    const found = await takeTurns(
      Math.min(options.rounds, MOST_ROUNDS),
      contenders as Record<ExportWork, () => Promise<number>>,
    );
    const rows = dataset.views.toLocaleString('en');
    const result = (work: 'csv' | 'xlsx', peer: 'copy' | 'exceljs', name: string, target: number): Result => {
      const { ours: rate, peer: theirs, ratio } = compare(found[work], found[peer]);
      return {
        work: `export of ${rows} views to ${work.toUpperCase()}; ${memoryOf(measures[work])}`,
        peer: `${name}; ${memoryOf(measures[peer])}`,
        ours: perSecond(rate),
        theirs: perSecond(theirs),
        ratio,
        target,
      };
    };
    return [
      result('csv', 'copy', '`COPY … TO STDOUT` of the same statement, dropped', 0.6),
      result('xlsx', 'exceljs', 'bare exceljs on ready rows', 0.7),
    ];
  },
};

function memoryOf(measures: readonly ExportMeasure[]): string {
  const megabytes = median(measures.map(({ idleBytes, peakBytes }) => (peakBytes - idleBytes) / 2 ** 20));
  const delay = median(measures.map(({ longestDelay }) => longestDelay));
  return `+${Math.round(megabytes)} MB at its highest (target ${MOST_MEMORY_MB}), event loop held up ${Math.round(delay)} ms at most`;
}

const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')} rows/s`;

async function measureAlone(work: ExportWork, databaseUrl: string, rows: number): Promise<ExportMeasure> {
  const child = fork(PROGRAM, [work, String(rows)], {
    execArgv: ['--expose-gc', '--require', REGISTER],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      JWT_SECRET: randomBytes(32).toString('hex'),
    },
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The process for ${work} ended without a figure`);
  });
  const [found] = (await Promise.race([once(child, 'message'), ended])) as [ExportMeasure];
  await ended.catch(() => undefined);
  return found;
}
