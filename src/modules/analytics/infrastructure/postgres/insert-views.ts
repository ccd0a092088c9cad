import type { Database } from '../../../../common/database/database';
import { retryLostRaces } from '../../../../common/database/retry-lost-races';
import type { ViewEvent } from '../../domain/view-event';
import { RECORD_VIEWS } from './queries/record-views';
import type { Inserted } from '../../../../common/database/idempotent-writer';

export interface RecordedRow {
  inserted: string[];
  known_users: string[];
}

/** For batches of requests: one round trip, events as arrays. */
export async function insertViews(database: Database, events: readonly ViewEvent[]): Promise<Inserted> {
  const columns = [
    events.map((event) => event.eventId),
    events.map((event) => event.userId),
    events.map((event) => event.releaseId),
    events.map((event) => event.viewedAt.getTime()),
    events.map((event) => event.watchSeconds),
    events.map((event) => event.completion),
  ];
  const [row] = await retryLostRaces(() => database.query<RecordedRow>(RECORD_VIEWS, columns));
  return toInserted(row!);
}

export function toInserted({ inserted, known_users }: RecordedRow): Inserted {
  return { inserted: new Set(inserted), knownUsers: new Set(known_users) };
}
