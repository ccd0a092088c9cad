import { isDeepStrictEqual } from 'node:util';
import { fromDayNumber } from '../../src/common/kernel/calendar-date';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { END, START } from '../data/dataset';
import type { Benchmark } from '../environment';
import { compare, takeTurns, timed } from '../measure';
import { durations, type Result } from '../result';

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
      const repository = new PostgresAnalyticsV2Repository(ours.database);
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

      const days = await takeTurns(options.rounds, { ours: () => timed(ourDaily), peer: () => timed(daily) });
      const totals = await takeTurns(options.rounds, {
        ours: () => timed(ourTotal),
        peer: () => timed(total),
      });
      return [
        durations("a release's daily views, 364 days", 'DuckDB', TARGET, compare(days.ours, days.peer)),
        durations("a release's total views", 'DuckDB', TARGET, compare(totals.ours, totals.peer)),
      ];
    } finally {
      await ours.close();
    }
  },
};

function mustAgree(what: string, ours: unknown, theirs: unknown): void {
  if (isDeepStrictEqual(ours, theirs)) return;
  throw new Error(`${what}: ours differs from DuckDB\n${JSON.stringify({ ours, theirs })}`);
}
