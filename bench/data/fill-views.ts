import type { Database } from '../../src/common/database/database';
import {
  addToCells,
  addToCohorts,
  cellsOf,
  cohortsOf,
} from '../../src/modules/analytics/infrastructure/postgres/queries/retention-contribution';
import type { Dataset } from './dataset';
import { copyChunks, copyInto } from './load-postgres';

const VIEWS_A_COPY = 100_000;

/** Indexes and sorts of all views in memory where they fit. */
const SESSION = `SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = off;
  SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'`;

const PLAIN_INDEXES = `
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index
WHERE indrelid = 'view_events'::regclass AND NOT indisprimary`;

/** Users and the weeks in which they were active, for the statements after it. */
const ACTIVE_WEEKS = `
CREATE UNLOGGED TABLE active_weeks AS
SELECT user_id, utc_week(viewed_at) AS week, count(*) AS views, count(completion) AS completion_views,
       coalesce(sum(completion::numeric), 0) AS completion_sum,
       min(viewed_at) AS first_viewed_at, max(viewed_at) AS last_viewed_at
FROM view_events
GROUP BY user_id, week`;

const USER_ACTIVITY = `
UPDATE user_activity AS activity
SET first_viewed_at = summary.first_viewed_at, last_viewed_at = summary.last_viewed_at,
    first_week = summary.first_week, last_week = summary.last_week,
    weeks = (SELECT string_agg((week = ANY (summary.weeks))::integer::text, '' ORDER BY week)
             FROM generate_series(summary.first_week, summary.last_week) AS week)::varbit,
    views = summary.views, completion_views = summary.completion_views, completion_sum = summary.completion_sum
FROM (
  SELECT user_id, min(first_viewed_at) AS first_viewed_at, max(last_viewed_at) AS last_viewed_at,
         min(week) AS first_week, max(week) AS last_week, array_agg(week) AS weeks,
         sum(views) AS views, sum(completion_views) AS completion_views, sum(completion_sum) AS completion_sum
  FROM active_weeks
  GROUP BY user_id
) AS summary
WHERE activity.user_id = summary.user_id`;

const RELEASE_DAILY = `
INSERT INTO release_daily (release_id, day, views, watch_seconds)
SELECT release_id, (viewed_at AT TIME ZONE 'UTC')::date AS day, count(*), sum(watch_seconds)
FROM view_events
GROUP BY release_id, day`;

/**
 * Views number 0 to `until` - 1 with their rollups into a database that has the catalogue and no views yet: COPY
 * without indexes, then everything set by set. Many times as fast as the ingest, whose rollups are the same.
 */
export async function fillViews(database: Database, dataset: Dataset, until: number): Promise<void> {
  const indexes = await database.query<{ name: string; definition: string }>({ text: PLAIN_INDEXES });
  const step = (...statements: string[]) =>
    database.transaction(async (client) => {
      await client.query(SESSION);
      for (const statement of statements) await client.query(statement);
    });

  await step(...indexes.map(({ name }) => `DROP INDEX ${name}`));
  for (let start = 0; start < until; start += VIEWS_A_COPY) {
    const views = dataset.slice(start, Math.min(start + VIEWS_A_COPY, until));
    await database.transaction(async (client) => {
      await client.query(SESSION);
      await copyInto(client, 'view_events', copyChunks(views));
    });
  }
  await step(...indexes.map(({ definition }) => definition));
  await step(ACTIVE_WEEKS, USER_ACTIVITY, 'DROP TABLE active_weeks');
  // Users registered before they watched: their cohorts are there already.
  await step(
    'DELETE FROM retention_cohorts',
    addToCohorts(cohortsOf('(SELECT 1 AS sign, * FROM user_activity)')),
    addToCells(cellsOf('(SELECT 1 AS sign, * FROM user_activity)')),
    RELEASE_DAILY,
  );
}
