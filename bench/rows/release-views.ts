import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../src/common/database/database';
import { fromDayNumber } from '../../src/common/kernel/calendar-date';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { type Dataset, END, START } from '../data/dataset';
import type { Benchmark } from '../environment';
import { compare, type Read, timeBoth } from '../measure';
import { durations, type Result } from '../result';
import type { DuckDb } from '../support/duckdb';

const DAY_MS = 86_400_000;
const FIRST_DAY = fromDayNumber(START / DAY_MS);
const LAST_DAY = fromDayNumber(END / DAY_MS - 1);
/** A release of the middle of the catalogue, by its share of the ranks. */
const RANK_SHARE = 0.01;
const TARGET = 10;

/** A release's views by day over the year, and its total, against DuckDB on the raw views. */
export const releaseViews: Benchmark = {
  name: 'release-views',
  async run({ dataset, duckDb, options, store }): Promise<Result[]> {
    const ours = await store.openComplete();
    try {
      const results: Result[] = [];
      for (const read of await releaseReads(dataset, ours.database, duckDb)) {
        const { ours, peer } = await timeBoth(read, options.rounds);
        results.push(durations(read.work, 'DuckDB', TARGET, compare(ours, peer)));
      }
      return results;
    } finally {
      await ours.close();
    }
  },
};

/** Daily views and total of one release; throws unless both say the same. */
export async function releaseReads(dataset: Dataset, database: Database, duckDb: DuckDb): Promise<Read[]> {
  const repository = new PostgresAnalyticsV2Repository(database);
  const { id } = dataset.release(Math.floor(dataset.size.releases * RANK_SHARE));
  const daily = await duckDb.prepare(`
    SELECT strftime(timezone('UTC', viewed_at), '%Y-%m-%d') AS day, count(*)::INTEGER AS views,
           sum(watch_seconds)::DOUBLE AS "watchSeconds"
    FROM views WHERE release_id = '${id}'
    GROUP BY day ORDER BY day`);
  const total = await duckDb.prepare(
    `SELECT count(*)::INTEGER AS views FROM views WHERE release_id = '${id}'`,
  );
  const ourDaily = () => repository.getReleaseHistoricalViews(id, FIRST_DAY, LAST_DAY);
  const ourTotal = () => repository.getCurrentReleaseViews([id]);
  mustAgree('daily views', await ourDaily(), await daily());
  mustAgree('total views', [{ views: (await ourTotal()).get(id) }], await total());
  return [
    { work: "a release's daily views, 364 days", ours: ourDaily, peer: daily },
    { work: "a release's total views", ours: ourTotal, peer: total },
  ];
}

function mustAgree(what: string, ours: unknown, theirs: unknown): void {
  if (isDeepStrictEqual(ours, theirs)) return;
  throw new Error(`${what}: ours differs from DuckDB\n${JSON.stringify({ ours, theirs })}`);
}
