import { fromDayNumber } from '../src/common/kernel/calendar-date';
import type { Database } from '../src/common/database/database';
import { PostgresAnalyticsV2Repository } from '../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { END } from './data/dataset';
import type { Environment } from './environment';
import { median, type Read, timeBoth } from './measure';
import { ofSize, type Options } from './options';
import { ms } from './result';
import { cohortCases } from './rows/cohort-cases';
import { retentionInDuckDb } from './rows/cohorts-in-duckdb';
import { releaseReads } from './rows/release-views';
import { profileReads } from './rows/viewers';
import { facts, times, type Versions } from './table';
import { withData } from './with-data';

/** The day after the last of the data. */
const TODAY = fromDayNumber(END / 86_400_000);
/** From quality.md: how many times as much the largest size may cost at most. */
const MOST_GROWTH = 1.2;

/** Medians in milliseconds at one size, by what was asked. */
type Costs = ReadonlyMap<string, { readonly ours: number; readonly peer: number }>;

/** How the cost of the reads grows with the views: one size after another, each loaded, measured and removed. */
export async function growth(
  options: Options,
  date: string,
  say: (message: string) => void,
  show: (text: string) => Promise<void>,
): Promise<void> {
  const found: Costs[] = [];
  for (const views of options.sizes) {
    await withData(ofSize(options, views), false, say, async (environment, versions) => {
      say(`asking at ${views.toLocaleString('en')} views`);
      found.push(await costs(environment));
      // What is there stays, if a larger size is broken off.
      await show(report(environment.options, versions, date, found));
    });
  }
}

async function costs({ dataset, duckDb, options, store }: Environment): Promise<Costs> {
  const complete = await store.openComplete();
  try {
    const { database } = complete;
    const reads = [
      ...(await cohortReads({ dataset, duckDb }, database)),
      ...(await releaseReads(dataset, database, duckDb)),
      ...(await profileReads(dataset, database, duckDb)),
    ];
    const found = new Map<string, { ours: number; peer: number }>();
    for (const read of reads) {
      const { ours, peer } = await timeBoth(read, options.rounds);
      // How many views a person has belongs to the size.
      found.set(read.work.replace(/ \(\d+ views\)$/, ''), { ours: median(ours), peer: median(peer) });
    }
    return found;
  } finally {
    await complete.close();
  }
}

/** Whole and cut weeks in UTC: what is read off rollups. */
async function cohortReads(
  { dataset, duckDb }: Pick<Environment, 'dataset' | 'duckDb'>,
  database: Database,
): Promise<Read[]> {
  const repository = new PostgresAnalyticsV2Repository(database);
  const cases = cohortCases(dataset).filter(({ name }) => name.endsWith(', UTC'));
  return Promise.all(
    cases.map(async ({ name, query }) => ({
      work: name,
      ours: () => repository.getCohortActivity(query, TODAY),
      peer: await duckDb.prepare(retentionInDuckDb(query, TODAY)),
    })),
  );
}

function report(
  { sizes, ...options }: Options,
  versions: Versions,
  date: string,
  found: readonly Costs[],
): string {
  const measured = sizes.slice(0, found.length).map((size) => `${size.toLocaleString('en')} views`);
  const [first, last] = [found[0]!, found.at(-1)!];
  const header = [
    'work',
    ...measured,
    'growth',
    'target',
    'met',
    ...measured.map((size) => `DuckDB, ${size}`),
    'growth',
  ];
  const lines = [...first.keys()].map((work) => {
    const at = (costs: Costs) => costs.get(work)!;
    const grown = at(last).ours / at(first).ours;
    return [
      work,
      ...found.map((costs) => ms(at(costs).ours)),
      times(grown),
      `≤ ${MOST_GROWTH} ×`,
      grown <= MOST_GROWTH ? 'yes' : 'no',
      ...found.map((costs) => ms(at(costs).peer)),
      times(at(last).peer / at(first).peer),
    ];
  });
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    facts({ sizes, ...options }, versions, date),
    '',
    row(header),
    row(header.map(() => '---')),
    ...lines.map(row),
    '',
  ].join('\n');
}
