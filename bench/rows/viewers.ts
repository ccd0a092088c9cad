import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import type { Database } from '../../src/common/database/database';
import { SystemClock } from '../../src/common/kernel/clock';
import { ScoreViewers } from '../../src/modules/analytics/application/viewers/score-viewers';
import { TrainChurn } from '../../src/modules/analytics/application/viewers/train-churn';
import { TrainRecommendations } from '../../src/modules/analytics/application/viewers/train-recommendations';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { PostgresChurnRepository } from '../../src/modules/analytics/infrastructure/postgres/postgres-churn.repository';
import { PostgresRecommendationRepository } from '../../src/modules/analytics/infrastructure/postgres/postgres-recommendation.repository';
import { ViewerModels } from '../../src/modules/analytics/infrastructure/postgres/viewer-models';
import { WorkerModelTrainer } from '../../src/modules/analytics/infrastructure/training/worker-model-trainer';
import { ViewerModelSchema } from '../../src/modules/analytics/infrastructure/viewers.schema';
import type { Dataset } from '../data/dataset';
import { END } from '../data/dataset';
import type { Benchmark } from '../environment';
import { compare, type Read, timeBoth, timed } from '../measure';
import { durations, ms, type Result } from '../result';
import type { DuckDb } from '../support/duckdb';

const TARGET = 10;
const MIB = 2 ** 20;

/** One viewer's profile against DuckDB on the raw views, and how long the nightly learning takes. */
export const viewers: Benchmark = {
  name: 'viewers',
  async run({ dataset, duckDb, options, store }): Promise<Result[]> {
    const ours = await store.openComplete();
    try {
      return [
        ...(await profiles(ours.database, dataset, duckDb, options.rounds)),
        ...(await learning(ours.database, ours.url)),
      ];
    } finally {
      await ours.close();
    }
  },
};

async function profiles(
  database: Database,
  dataset: Dataset,
  duckDb: DuckDb,
  rounds: number,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const read of await profileReads(dataset, database, duckDb)) {
    const { ours, peer } = await timeBoth(read, rounds);
    results.push(durations(read.work, 'DuckDB', TARGET, compare(ours, peer)));
  }
  return results;
}

/** What the profiles of two viewers are made of; throws unless both say the same. */
export async function profileReads(dataset: Dataset, database: Database, duckDb: DuckDb): Promise<Read[]> {
  const repository = new PostgresAnalyticsV2Repository(database);
  const reads: Read[] = [];
  const busiest = dataset.user(0).id;
  const usual = dataset.user(Math.floor(dataset.size.users / 3)).id;
  for (const [who, id] of [
    ['the busiest viewer', busiest],
    ['a usual viewer', usual],
  ] as const) {
    const peer = await duckDb.prepare(duckDbProfile(id));
    const ours = () => repository.getViewerHistory(id, 'Europe/Moscow', new Date(END));
    const found = (await ours())!;
    const [expected] = (await peer()) as [{ views: number; watched: number; hours: number[] }];
    if (found.views !== expected.views || Math.abs(found.watchedSeconds - expected.watched) > 1e-3)
      throw new Error(`${who}: ours differs from DuckDB\n${JSON.stringify({ found, expected })}`);
    reads.push({ work: `profile of ${who} (${found.views} views)`, ours, peer });
  }
  return reads;
}

/** Views, the union of intervals, local hours and releases of one user. */
const duckDbProfile = (id: string) => `
  WITH own AS (SELECT * FROM views WHERE user_id = '${id}'),
  ends AS (
    SELECT epoch_ms(viewed_at) / 1000.0 AS begun, epoch_ms(viewed_at) / 1000.0 + watch_seconds AS ended,
           max(epoch_ms(viewed_at) / 1000.0 + watch_seconds)
             OVER (ORDER BY viewed_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
    FROM own
  )
  SELECT (SELECT count(*) FROM own)::INTEGER AS views,
         (SELECT sum(greatest(0, ended - greatest(begun, coalesce(reached, begun)))) FROM ends)::DOUBLE AS watched,
         (SELECT list(n ORDER BY hour) FROM (
            SELECT hour(timezone('Europe/Moscow', viewed_at)) AS hour, count(*) AS n FROM own GROUP BY hour)) AS hours,
         (SELECT list(release_id ORDER BY last DESC) FROM (
            SELECT release_id, max(viewed_at) AS last FROM own GROUP BY release_id)) AS releases`;

/** The steps of the nightly job, each once, with the memory that this process held at most. */
async function learning(database: Database, url: string): Promise<Result[]> {
  const clock = new SystemClock();
  const trainer = new WorkerModelTrainer();
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const models = new ViewerModels(dataSource.getRepository(ViewerModelSchema));
  const analytics = new PostgresAnalyticsV2Repository(database);
  const churn = new PostgresChurnRepository(database, models);
  const recommendations = new PostgresRecommendationRepository(database, models);
  const { signal } = new AbortController();
  const steps: [string, () => Promise<unknown>][] = [
    [
      'learning what goes together',
      () => new TrainRecommendations(analytics, recommendations, trainer, clock).execute(signal),
    ],
    [
      'fitting and proving the churn model',
      () => new TrainChurn(analytics, churn, trainer, clock).execute(signal),
    ],
    [
      'judging all viewers',
      async () =>
        new ScoreViewers(analytics, churn, clock).execute(
          (await churn.findModel())?.fit ?? null,
          true,
          signal,
        ),
    ],
  ];
  try {
    const results: Result[] = [];
    for (const [work, step] of steps) {
      const before = process.memoryUsage.rss();
      let most = before;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100);
      const took = await timed(step);
      clearInterval(watch);
      const grown = `+ ${Math.round((most - before) / MIB)} MB`;
      results.push({ work, peer: grown, ours: ms(took), theirs: '', ratio: null, target: null });
    }
    return results;
  } finally {
    await trainer.onApplicationShutdown();
    await dataSource.destroy();
  }
}
