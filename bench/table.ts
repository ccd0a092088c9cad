import { cpus, totalmem } from 'node:os';
import type { Options } from './options';
import type { Result } from './result';

export interface Versions {
  readonly postgres: string;
  readonly duckDb: string;
}

const GIB = 2 ** 30;

/** What the figures depend on; neither names nor places of the machine. */
export function facts(options: Options, versions: Versions, date: string): string {
  const count = (value: number) => value.toLocaleString('en');
  return [
    `- ${date}, ${cpus().length} cores, ${Math.round(totalmem() / GIB)} GB of memory`,
    `- Node ${process.versions.node}, PostgreSQL ${versions.postgres} (embedded, the service's settings), ` +
      `DuckDB ${versions.duckDb} (in memory, 2 threads)`,
    `- ${count(options.views)} views, ${count(options.users)} users, ${count(options.releases)} releases, ` +
      `52 weeks, seed ${options.seed}; medians of ${options.rounds} rounds`,
  ].join('\n');
}

export function table(results: readonly Result[]): string {
  const header = '| work | ours | peer | | ratio | target | met |\n|---|--:|---|--:|--:|--:|---|';
  return [header, ...results.map(line)].join('\n');
}

function line({ work, ours, peer, theirs, ratio, target }: Result): string {
  const met = target === null || ratio === null ? '–' : ratio >= target ? 'yes' : 'no';
  return `| ${work} | ${ours} | ${peer} | ${theirs} | ${times(ratio)} | ${times(target)} | ${met} |`;
}

export const times = (value: number | null) =>
  value === null ? '–' : `${Number(value.toPrecision(value < 10 ? 2 : 3))} ×`;
