import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBTimestampTZValue,
  DuckDBUUIDValue,
  INTEGER,
  TIMESTAMPTZ,
  UUID,
} from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { DuckDb } from '../support/duckdb';
import type { Dataset } from './dataset';

/** DuckDB's vector size, the most rows that one chunk holds. */
const ROWS_A_CHUNK = 2_048;

const uuid = (text: string) => DuckDBUUIDValue.fromUint128(BigInt(`0x${text.replaceAll('-', '')}`));
const instant = (ms: number) => new DuckDBTimestampTZValue(BigInt(ms) * 1_000n);

/** The very rows of the dataset: raw views, and of the users what decides whether and where they count. */
export async function loadDuckDb(duckDb: DuckDb, dataset: Dataset): Promise<void> {
  await duckDb.connection.run(`
    CREATE TABLE users (user_id UUID, registered_at TIMESTAMPTZ, analysed BOOLEAN);
    CREATE TABLE views (event_id UUID, user_id UUID, release_id UUID, viewed_at TIMESTAMPTZ,
                        watch_seconds INTEGER, completion DOUBLE)`);
  await append(duckDb, 'users', [UUID, TIMESTAMPTZ, BOOLEAN], dataset.size.users, (index) => {
    const user = dataset.user(index);
    return [uuid(user.id), instant(user.registeredAt.getTime()), user.analysed];
  });
  const types = [UUID, UUID, UUID, TIMESTAMPTZ, INTEGER, DOUBLE];
  await append(duckDb, 'views', types, dataset.views, (index) => {
    const view = dataset.view(index);
    return [
      uuid(view.eventId),
      uuid(view.userId),
      uuid(view.releaseId),
      instant(view.viewedAt.getTime()),
      view.watchSeconds,
      view.completion,
    ];
  });
}

async function append(
  duckDb: DuckDb,
  table: string,
  types: readonly DuckDBType[],
  rows: number,
  rowAt: (index: number) => DuckDBValue[],
): Promise<void> {
  const appender = await duckDb.connection.createAppender(table);
  for (let from = 0; from < rows; from += ROWS_A_CHUNK) {
    const count = Math.min(ROWS_A_CHUNK, rows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    chunk.setRows(Array.from({ length: count }, (_, offset) => rowAt(from + offset)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
