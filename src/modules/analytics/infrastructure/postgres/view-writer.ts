import { Database } from '../../../../common/database/database';
import type { ItemOutcome } from '../../../../common/kernel/batch';
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

/** What a statement says of the events that it was given, each id once. */
export interface InsertedViews {
  readonly inserted: ReadonlySet<string>;
  readonly knownUsers: ReadonlySet<string>;
}

/**
 * Stores one batch of views and tells of each event what became of it. `insert` brings the events into the
 * database; how, depends on how many they are.
 */
export class ViewWriter {
  constructor(
    private readonly database: Database,
    private readonly insert: (events: readonly ViewEvent[]) => Promise<InsertedViews>,
  ) {}

  async write(events: readonly ViewEvent[]): Promise<ItemOutcome[]> {
    const outcomes = new Array<ItemOutcome>(events.length);
    let waiting = events.map((_, index) => index);
    // The statement takes each id once. Repeats inside the batch meet the stored event in the next round.
    while (waiting.length > 0) {
      const round = firstOfEachId(waiting, events);
      await this.writeRound(round.chosen, events, outcomes);
      waiting = round.repeats;
    }
    return outcomes;
  }

  private async writeRound(
    indices: number[],
    events: readonly ViewEvent[],
    outcomes: ItemOutcome[],
  ): Promise<void> {
    const { inserted, knownUsers } = await this.insert(indices.map((index) => events[index]!));
    const repeated = indices.filter((index) => {
      const event = events[index]!;
      if (!knownUsers.has(event.userId))
        outcomes[index] = { code: 'user.unknown', params: { id: event.userId } };
      else if (inserted.has(event.eventId)) outcomes[index] = 'accepted';
      else return true;
      return false;
    });
    if (repeated.length === 0) return;

    const stored = await this.find(repeated.map((index) => events[index]!.eventId));
    for (const index of repeated) {
      const event = events[index]!;
      const before = stored.get(event.eventId);
      // Not there any more: its user was erased in this very moment.
      if (!before) outcomes[index] = { code: 'user.unknown', params: { id: event.userId } };
      else outcomes[index] = isSameView(before, event) ? 'duplicate' : { code: 'event.conflict' };
    }
  }

  private async find(eventIds: string[]): Promise<Map<string, ViewEvent>> {
    const rows = await this.database.query<StoredViewRow>(FIND_VIEWS, [eventIds]);
    return new Map(
      rows.map((row) => [
        row.event_id,
        {
          eventId: row.event_id,
          userId: row.user_id,
          releaseId: row.release_id,
          viewedAt: row.viewed_at,
          watchSeconds: row.watch_seconds,
          completion: row.completion,
        },
      ]),
    );
  }
}

function firstOfEachId(
  indices: number[],
  events: readonly ViewEvent[],
): { chosen: number[]; repeats: number[] } {
  const seen = new Set<string>();
  const chosen: number[] = [];
  const repeats: number[] = [];
  for (const index of indices) {
    const id = events[index]!.eventId;
    (seen.has(id) ? repeats : chosen).push(index);
    seen.add(id);
  }
  return { chosen, repeats };
}
