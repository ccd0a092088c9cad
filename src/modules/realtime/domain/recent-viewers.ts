/** Who has been seen within the last `spanMs`, the one seen last at the end. Times are milliseconds and only grow. */
class LastSeen {
  private readonly users = new Map<string, number>();

  get size(): number {
    return this.users.size;
  }

  has(userId: string): boolean {
    return this.users.has(userId);
  }

  see(userId: string, at: number): void {
    this.users.delete(userId);
    this.users.set(userId, at);
  }

  /** Forgets who was not seen after `until`; answers how many they were. */
  forget(until: number): number {
    const before = this.users.size;
    for (const [userId, at] of this.users) {
      if (at > until) break;
      this.users.delete(userId);
    }
    return before - this.users.size;
  }

  ids(): IterableIterator<string> {
    return this.users.keys();
  }
}

/** So many viewers of single releases are remembered; beyond them only the count of all viewers stays exact. */
const MOST_PAIRS = 200_000;

/** Counts distinct viewers of the last `spanMs`, of all releases or of some. */
export class RecentViewers {
  private readonly all = new LastSeen();
  private readonly byRelease = new Map<string, LastSeen>();
  private pairs = 0;
  private sweptAt = 0;

  constructor(private readonly spanMs: number) {}

  see(releaseId: string, userId: string, at: number): void {
    this.all.see(userId, at);
    let release = this.byRelease.get(releaseId);
    if (!release) this.byRelease.set(releaseId, (release = new LastSeen()));
    if (release.has(userId)) return release.see(userId, at);
    if (this.pairs >= MOST_PAIRS) return;
    release.see(userId, at);
    this.pairs++;
  }

  count(releaseIds: readonly string[] | null, now: number): number {
    this.sweep(now);
    this.all.forget(now - this.spanMs);
    if (!releaseIds) return this.all.size;
    const distinct = new Set<string>();
    for (const id of releaseIds) {
      const release = this.byRelease.get(id);
      if (!release) continue;
      this.pairs -= release.forget(now - this.spanMs);
      for (const userId of release.ids()) distinct.add(userId);
    }
    return distinct.size;
  }

  /** Releases that nobody asks about must be forgotten as well, but not at every question. */
  sweep(now: number): void {
    if (now - this.sweptAt < this.spanMs / 10) return;
    this.sweptAt = now;
    for (const [id, release] of this.byRelease) {
      this.pairs -= release.forget(now - this.spanMs);
      if (release.size === 0) this.byRelease.delete(id);
    }
  }
}
