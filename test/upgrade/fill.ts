import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dataset } from '../../bench/data/dataset';
import { copyChunks, copyInto } from '../../bench/data/load-postgres';
import { ROLLUPS } from '../support/recount';

const VIEWS_A_COPY = 100_000;

/** What the ingest statement would have made of each user's views, one after the other. */
const FILL_USER_ACTIVITY = `
WITH weekly AS (
  SELECT user_id, utc_week(viewed_at) AS week, count(*) AS views, count(completion) AS completion_views,
         coalesce(sum(completion::numeric), 0) AS completion_sum,
         min(viewed_at) AS first_viewed_at, max(viewed_at) AS last_viewed_at
  FROM view_events
  GROUP BY 1, 2
),
span AS (SELECT user_id, min(week) AS first_week, max(week) AS last_week FROM weekly GROUP BY user_id),
viewer AS (
  SELECT user_id, first_week, last_week, sum(views) AS views, sum(completion_views) AS completion_views,
         sum(completion_sum) AS completion_sum,
         min(first_viewed_at) AS first_viewed_at, max(last_viewed_at) AS last_viewed_at,
         bit_or(set_bit(repeat('0', last_week - first_week + 1)::varbit, week - first_week, 1)) AS weeks
  FROM weekly JOIN span USING (user_id)
  GROUP BY user_id, first_week, last_week
)
INSERT INTO user_activity (user_id, analysed, registered_at, first_viewed_at, last_viewed_at, first_week, last_week,
                           weeks, views, completion_views, completion_sum)
SELECT id, role = 'user', registered_at, first_viewed_at, last_viewed_at, first_week, last_week,
       weeks, coalesce(views, 0), coalesce(completion_views, 0), coalesce(completion_sum, 0)
FROM users LEFT JOIN viewer ON user_id = id
ON CONFLICT (user_id) DO NOTHING`;

/** Indexes of the facts that can go while they are loaded, as the statements that bring them back. */
const INDEXES = `
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index
WHERE indrelid = 'view_events'::regclass AND NOT indisunique`;

/** Puts all of `dataset` into an empty schema: raw rows first, then each rollup in one statement. */
export async function fill(client: Client, dataset: Dataset): Promise<void> {
  await client.query(
    `SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off`,
  );
  const { users, releases, views } = dataset.size;
  await copy(client, 'users (id, registered_at, role)', users, (index) => {
    const { id, registeredAt, analysed } = dataset.user(index);
    return [id, registeredAt.toISOString(), analysed ? 'user' : 'admin'];
  });
  await copy(client, 'releases (id, title, genres)', releases, (index) => {
    const { id, title, genres } = dataset.release(index);
    return [id, title, `{${genres.join(',')}}`];
  });

  const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  for (let from = 0; from < views; from += VIEWS_A_COPY) {
    const slice = dataset.slice(from, Math.min(from + VIEWS_A_COPY, views));
    await copyInto(client, 'view_events', copyChunks(slice));
  }
  for (const { definition } of indexes) await client.query(definition);
  // Not in one go: each statement is planned with what the one before has left.
  for (const statement of [
    'VACUUM (ANALYZE) view_events',
    'ANALYZE users',
    FILL_USER_ACTIVITY,
    'ANALYZE user_activity',
    `INSERT INTO retention_cohorts (kind, cohort_week, users, viewers) ${ROLLUPS.cohorts.recounted}`,
    `INSERT INTO retention_cells (kind, cohort_week, k, active_users, last_users) ${ROLLUPS.cells.recounted}`,
    `INSERT INTO release_daily (release_id, day, views, watch_seconds) ${ROLLUPS.days.recounted}`,
    'VACUUM (ANALYZE)',
    'CHECKPOINT',
  ])
    await client.query(statement);
}

/** Rows 0 to `count` - 1; no value holds what COPY's text format would want escaped. */
async function copy(
  client: Client,
  table: string,
  count: number,
  row: (index: number) => string[],
): Promise<void> {
  const lines = function* () {
    for (let index = 0; index < count; index++) yield `${row(index).join('\t')}\n`;
  };
  await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
}
