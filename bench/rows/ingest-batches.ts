import type { Database } from '../../src/common/database/database';
import type { ViewEvent } from '../../src/modules/analytics';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { copyChunks, copyInto } from '../data/load-postgres';
import type { Benchmark, Environment } from '../environment';
import { compare, takeTurns, timed } from '../measure';
import { rates, type Result } from '../result';
import type { OpenDatabase } from '../support/postgres';

const EVENTS_A_CALL = 1_000;
const CALLERS = 4;
/** Share of the data that one round stores, and the most and least calls that make sense. */
const SHARE_A_ROUND = 1 / 40;
const CALLS_A_ROUND = { least: 2 * CALLERS, most: 100 };

const WORK = 'ingest, 1,000 events a call, 4 callers, with rollups';

/** The facts alone: the insert of our statement and its answer, in the same table with the same indexes. */
const INSERT_ALONE = {
  name: 'bench-insert-alone',
  addsViews: true,
  text: `
WITH inserted AS (
  INSERT INTO view_events (event_id, user_id, release_id, viewed_at, watch_seconds, completion)
  SELECT event_id, user_id, release_id, to_timestamp(viewed_ms / 1000.0), watch_seconds, completion
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::double precision[])
    AS event (event_id, user_id, release_id, viewed_ms, watch_seconds, completion)
  ON CONFLICT (event_id) DO NOTHING
  RETURNING event_id
)
SELECT ARRAY(SELECT event_id FROM inserted) AS inserted`,
};

/** Rows per second into three copies of one database: with rollups, without them, and by raw COPY. */
export const ingestBatches: Benchmark = {
  name: 'ingest-batches',
  run: ({ store, ...environment }) =>
    store.withCopy('with_rollups', (ours) =>
      store.withCopy('insert_alone', (insert) =>
        store.withCopy('raw_copy', (copy) => measure({ store, ...environment }, ours, insert, copy)),
      ),
    ),
};

async function measure(
  { dataset, options, store }: Environment,
  ours: OpenDatabase,
  insert: OpenDatabase,
  copy: OpenDatabase,
): Promise<Result[]> {
  const spare = dataset.views - store.recorded;
  const calls = Math.min(
    Math.floor((dataset.views * SHARE_A_ROUND) / EVENTS_A_CALL),
    Math.floor(spare / (options.rounds + 1) / EVENTS_A_CALL),
    CALLS_A_ROUND.most,
  );
  if (calls < CALLS_A_ROUND.least) throw new Error('Too few views for this benchmark: take 1 M or more');
  const perRound = calls * EVENTS_A_CALL;
  const viewsOf = (round: number) => {
    const from = store.recorded + round * perRound;
    return dataset.slice(from, from + perRound);
  };

  const repository = new PostgresAnalyticsV2Repository(ours.database);
  const rate = (milliseconds: number) => (1_000 * perRound) / milliseconds;
  const byCalls = async (views: readonly ViewEvent[], store: (call: ViewEvent[]) => Promise<void>) => {
    const waiting = inParts(views, calls).values();
    const caller = async () => {
      for (const call of waiting) await store(call);
    };
    return rate(await timed(() => Promise.all(Array.from({ length: CALLERS }, caller))));
  };

  const found = await takeTurns(options.rounds, {
    ours: (round) => byCalls(viewsOf(round), (call) => recordAll(repository, call)),
    insert: (round) => byCalls(viewsOf(round), (call) => insertAll(insert.database, call)),
    copy: async (round) => {
      const parts = inParts(viewsOf(round), CALLERS).map(copyChunks);
      const copyPart = (chunks: string[]) =>
        copy.database.transaction((client) => copyInto(client, 'view_events', chunks));
      return rate(await timed(() => Promise.all(parts.map(copyPart))));
    },
  });
  return [
    rates(WORK, 'the same without rollups', 'rows/s', 0.6, compare(found.ours, found.insert)),
    rates(WORK, 'raw `COPY`, 4 connections', 'rows/s', 0.3, compare(found.ours, found.copy)),
  ];
}

async function recordAll(repository: PostgresAnalyticsV2Repository, views: ViewEvent[]): Promise<void> {
  const outcomes = await repository.recordViews(views);
  if (outcomes.some((outcome) => outcome !== 'accepted')) throw new Error('A view was not accepted');
}

async function insertAll(database: Database, views: ViewEvent[]): Promise<void> {
  const [row] = await database.query<{ inserted: string[] }>(INSERT_ALONE, [
    views.map((view) => view.eventId),
    views.map((view) => view.userId),
    views.map((view) => view.releaseId),
    views.map((view) => view.viewedAt.getTime()),
    views.map((view) => view.watchSeconds),
    views.map((view) => view.completion),
  ]);
  if (row!.inserted.length !== views.length) throw new Error('A view was not inserted');
}

function inParts(views: readonly ViewEvent[], count: number): ViewEvent[][] {
  const size = Math.ceil(views.length / count);
  return Array.from({ length: count }, (_, part) => views.slice(part * size, (part + 1) * size));
}
