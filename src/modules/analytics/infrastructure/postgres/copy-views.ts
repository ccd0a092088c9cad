import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '../../../../common/database/database';
import type { ViewEvent } from '../../domain/view-event';
import { type RecordedRow, toInserted } from './insert-views';
import { INCOMING_VIEWS, RECORD_INCOMING_VIEWS } from './queries/record-views';
import type { Inserted } from '../../../../common/database/idempotent-writer';

/** Rows in one piece of text that is handed to the stream. */
const ROWS_PER_PIECE = 2_000;

/** A chunk of an import may take longer than a request's statement, and may sort in memory. */
const SESSION = `SET LOCAL statement_timeout = '10min'; SET LOCAL work_mem = '64MB'`;

/** For chunks of an import: the events come in over COPY, and the same statement takes them from there. */
export function copyViews(database: Database, events: readonly ViewEvent[]): Promise<Inserted | 'all'> {
  return database.transaction(async (client) => {
    await client.query(`${SESSION}; ${INCOMING_VIEWS}`);
    await pipeline(Readable.from(copyText(events)), client.query(copyFrom('COPY incoming_views FROM STDIN')));
    await client.query('ANALYZE incoming_views');
    const { rows } = await client.query<RecordedRow>(RECORD_INCOMING_VIEWS);
    return toInserted(rows[0]!);
  });
}

/** COPY's text format; none of the values can hold a tab, a line break or a backslash. */
function* copyText(events: readonly ViewEvent[]): Generator<string> {
  for (let start = 0; start < events.length; start += ROWS_PER_PIECE) {
    yield events
      .slice(start, start + ROWS_PER_PIECE)
      .map(copyRow)
      .join('');
  }
}

function copyRow({ eventId, userId, releaseId, viewedAt, watchSeconds, completion }: ViewEvent): string {
  const share = completion === null ? '\\N' : String(completion);
  return `${eventId}\t${userId}\t${releaseId}\t${viewedAt.toISOString()}\t${watchSeconds}\t${share}\n`;
}
