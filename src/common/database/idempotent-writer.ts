import type { ItemOutcome } from '../kernel/batch';

/** What a statement says of the items that it was given, each id once. */
export interface Inserted {
  /** Ids of the items that were new. */
  readonly inserted: ReadonlySet<string>;
  readonly knownUsers: ReadonlySet<string>;
}

/** How items of users get into a table in which each id stands once. */
export interface IdempotentTable<Item> {
  readonly idOf: (item: Item) => string;
  readonly userOf: (item: Item) => string;
  /**
   * Stores those that are new, in one statement, and only for users that are there. Each id is given once.
   * `all` says that every one was new, as most often, without naming them.
   */
  insert(items: readonly Item[]): Promise<Inserted | 'all'>;
  /** The stored items with these ids. */
  find(ids: readonly string[]): Promise<Item[]>;
  /** Whether two items with one id say the same. */
  readonly isSame: (stored: Item, given: Item) => boolean;
  /** Code of an item whose id is taken by another one. */
  readonly conflict: string;
}

/** Stores one batch of items and tells of each what became of it; the commits are the table's. */
export class IdempotentWriter<Item> {
  constructor(private readonly table: IdempotentTable<Item>) {}

  async write(items: readonly Item[]): Promise<ItemOutcome[]> {
    const outcomes = new Array<ItemOutcome>(items.length);
    let waiting = items.map((_, index) => index);
    // The statement takes each id once. Repeats inside the batch meet the stored item in the next round.
    while (waiting.length > 0) {
      const round = this.firstOfEachId(waiting, items);
      await this.writeRound(round.chosen, items, outcomes);
      waiting = round.repeats;
    }
    return outcomes;
  }

  private async writeRound(
    indices: number[],
    items: readonly Item[],
    outcomes: ItemOutcome[],
  ): Promise<void> {
    const { idOf, userOf, isSame, conflict } = this.table;
    const unknown = (item: Item): ItemOutcome => ({ code: 'user.unknown', params: { id: userOf(item) } });
    const answer = await this.table.insert(indices.map((index) => items[index]!));
    if (answer === 'all') {
      for (const index of indices) outcomes[index] = 'accepted';
      return;
    }
    const { inserted, knownUsers } = answer;
    const repeated = indices.filter((index) => {
      const item = items[index]!;
      if (!knownUsers.has(userOf(item))) outcomes[index] = unknown(item);
      else if (inserted.has(idOf(item))) outcomes[index] = 'accepted';
      else return true;
      return false;
    });
    if (repeated.length === 0) return;

    const stored = await this.table.find(repeated.map((index) => idOf(items[index]!)));
    const byId = new Map(stored.map((item) => [idOf(item), item]));
    for (const index of repeated) {
      const item = items[index]!;
      const before = byId.get(idOf(item));
      // Not there any more: its user was erased in this very moment.
      if (!before) outcomes[index] = unknown(item);
      else outcomes[index] = isSame(before, item) ? 'duplicate' : { code: conflict };
    }
  }

  private firstOfEachId(indices: number[], items: readonly Item[]): { chosen: number[]; repeats: number[] } {
    const seen = new Set<string>();
    const chosen: number[] = [];
    const repeats: number[] = [];
    for (const index of indices) {
      const id = this.table.idOf(items[index]!);
      (seen.has(id) ? repeats : chosen).push(index);
      seen.add(id);
    }
    return { chosen, repeats };
  }
}
