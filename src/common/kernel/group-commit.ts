interface Waiting<Item, Outcome> {
  readonly items: readonly Item[];
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers concurrent calls into few writes: while `concurrency` writes are under way, callers queue up, and
 * the next write takes all of them, up to `limit` items. Each caller is answered after the commit of its own
 * items. When a shared write fails, its callers are written one by one, so that none fails for another's sake;
 * but not when `isEverybodys` says that the error would meet all of them, as when the database is away.
 */
export class GroupCommit<Item, Outcome> {
  private queue: Waiting<Item, Outcome>[] = [];
  private running = 0;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<Outcome[]>,
    private readonly concurrency: number,
    private readonly limit: number,
    private readonly isEverybodys: (error: unknown) => boolean,
  ) {}

  submit(items: readonly Item[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ items, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    while (this.running < this.concurrency && this.queue.length > 0) {
      this.running++;
      void this.writeGroup(this.takeGroup()).finally(() => {
        this.running--;
        this.next();
      });
    }
  }

  private takeGroup(): Waiting<Item, Outcome>[] {
    let size = 0;
    let count = 0;
    for (const waiting of this.queue) {
      size += waiting.items.length;
      if (count > 0 && size > this.limit) break;
      count++;
    }
    return this.queue.splice(0, count);
  }

  private async writeGroup(group: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.write(group.flatMap((waiting) => waiting.items));
      let offset = 0;
      for (const { items, resolve } of group) resolve(outcomes.slice(offset, (offset += items.length)));
    } catch (error) {
      if (group.length === 1 || this.isEverybodys(error)) for (const { reject } of group) reject(error);
      else for (const waiting of group) await this.writeGroup([waiting]);
    }
  }
}
