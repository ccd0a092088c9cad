import type { Database } from '../../../../common/database/database';
import type { IdempotentTable, Inserted } from '../../../../common/database/idempotent-writer';
import { isSameView, type ViewEvent } from '../../domain/view-event';
import { FIND_VIEWS } from './queries/record-views';

interface StoredViewRow {
  event_id: string;
  user_id: string;
  release_id: string;
  viewed_at: Date;
  watch_seconds: number;
  completion: number | null;
}

/** The table of views; `insert` brings events into the database: how, depends on how many they are. */
export function viewTable(
  database: Database,
  insert: (events: readonly ViewEvent[]) => Promise<Inserted | 'all'>,
): IdempotentTable<ViewEvent> {
  return {
    idOf: ({ eventId }) => eventId,
    userOf: ({ userId }) => userId,
    isSame: isSameView,
    conflict: 'event.conflict',
    insert,
    find: async (ids) => {
      const rows = await database.query<StoredViewRow>(FIND_VIEWS, [ids]);
      return rows.map((row) => ({
        eventId: row.event_id,
        userId: row.user_id,
        releaseId: row.release_id,
        viewedAt: row.viewed_at,
        watchSeconds: row.watch_seconds,
        completion: row.completion,
      }));
    },
  };
}
