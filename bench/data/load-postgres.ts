import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ViewEvent } from '../../src/modules/analytics';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import type { Database } from '../../src/common/database/database';
import type { Dataset } from './dataset';

const VIEW_COLUMNS = 'event_id, user_id, release_id, viewed_at, watch_seconds, completion';
const USERS_A_CALL = 5_000;
const RELEASES_A_CALL = 5_000;
const VIEWS_A_CALL = 50_000;

/** Lines sent at once. */
const LINES_A_CHUNK = 1_000;

/** Views in COPY's text format, ready to send. */
export function copyChunks(views: readonly ViewEvent[]): string[] {
  const chunks: string[] = [];
  for (let from = 0; from < views.length; from += LINES_A_CHUNK) {
    chunks.push(
      views
        .slice(from, from + LINES_A_CHUNK)
        .map(copyLine)
        .join(''),
    );
  }
  return chunks;
}

function copyLine(view: ViewEvent): string {
  return (
    `${view.eventId}\t${view.userId}\t${view.releaseId}\t${view.viewedAt.toISOString()}\t` +
    `${view.watchSeconds}\t${view.completion ?? '\\N'}\n`
  );
}

/** Raw COPY into a table with the columns of `view_events`. */
export async function copyInto(client: ClientBase, table: string, chunks: readonly string[]): Promise<void> {
  const copy = client.query(copyFrom(`COPY ${table} (${VIEW_COLUMNS}) FROM STDIN`));
  await pipeline(Readable.from(chunks), copy);
}

/** Users and releases of the dataset, through the port where there is one. */
export async function loadCatalogue(database: Database, dataset: Dataset): Promise<void> {
  const { users, releases } = dataset.size;
  const repository = new PostgresAnalyticsV2Repository(database);
  for (let from = 0; from < users; from += USERS_A_CALL) {
    const count = Math.min(USERS_A_CALL, users - from);
    await repository.saveUsers(Array.from({ length: count }, (_, offset) => dataset.user(from + offset)));
  }
  for (let from = 0; from < releases; from += RELEASES_A_CALL) {
    const count = Math.min(RELEASES_A_CALL, releases - from);
    const items = Array.from({ length: count }, (_, offset) => dataset.release(from + offset));
    await database.query(
      {
        text: `INSERT INTO releases (id, title, genres)
               SELECT id, title, string_to_array(genres, ',')
               FROM unnest($1::uuid[], $2::text[], $3::text[]) AS item (id, title, genres)`,
      },
      [
        items.map(({ id }) => id),
        items.map(({ title }) => title),
        items.map(({ genres }) => genres.join(',')),
      ],
    );
  }
}

/** Views [from, until) by the way of an import. */
export async function recordViews(
  database: Database,
  dataset: Dataset,
  from: number,
  until: number,
): Promise<void> {
  const repository = new PostgresAnalyticsV2Repository(database);
  for (let start = from; start < until; start += VIEWS_A_CALL)
    await repository.recordViews(dataset.slice(start, Math.min(start + VIEWS_A_CALL, until)));
}
