import type { Database } from '../../../../common/database/database';
import { retryLostRaces } from '../../../../common/database/retry-lost-races';
import type { ViewEvent } from '../../domain/view-event';
import { RECORD_VIEWS } from './queries/record-views';
import type { Inserted } from '../../../../common/database/idempotent-writer';

/** Nulls when all were new. */
export interface RecordedRow {
  inserted: string[] | null;
  known_users: string[] | null;
}

/** Half the work of the driver's own arrays: ids and numbers need no quotes. */
const arrayOf = (values: readonly (string | number | null)[]) =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** For batches of requests: one round trip, events as arrays. */
export async function insertViews(
  database: Database,
  events: readonly ViewEvent[],
): Promise<Inserted | 'all'> {
  const columns = [
    events.map((event) => event.eventId),
    events.map((event) => event.userId),
    events.map((event) => event.releaseId),
    events.map((event) => event.viewedAt.getTime()),
    events.map((event) => event.watchSeconds),
    events.map((event) => event.completion),
  ].map(arrayOf);
  const [row] = await retryLostRaces(() => database.query<RecordedRow>(RECORD_VIEWS, columns));
  return toInserted(row!);
}

export function toInserted({ inserted, known_users }: RecordedRow): Inserted | 'all' {
  if (!inserted) return 'all';
  return { inserted: new Set(inserted), knownUsers: new Set(known_users) };
}
