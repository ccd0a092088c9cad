import type { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { MIGRATION_LOCK } from '../../src/common/database/migrate';

const EVERY_MS = 50;
/** What the process that migrates does last, or where it failed. */
const THE_REST = 'the rest: BullMQ';

const TABLES_WITH_ROWS = `
SELECT array_agg(c.oid::bigint) AS oids
FROM pg_class c
WHERE relkind = 'r' AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  AND reltuples > 0`;

/**
 * Who waits for a lock, and which locks that keep others from reading or writing the process has that migrates: on
 * tables that had rows before. It is known by its advisory lock; its own waiting holds up nobody but as a wait of others.
 */
const SAMPLE = `
WITH migrator AS (
  SELECT pid
  FROM pg_locks JOIN pg_database ON pg_database.oid = database
  WHERE datname = current_database() AND locktype = 'advisory' AND objid = $1 AND granted
)
SELECT EXISTS (SELECT FROM migrator) AS migrating,
       ARRAY(SELECT name::text FROM migrations ORDER BY id) AS applied,
       (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart) * 1000), 0)::float8
        FROM pg_locks
        WHERE NOT granted AND locktype <> 'advisory' AND pid NOT IN (SELECT pid FROM migrator)) AS "waitMs",
       ARRAY(SELECT DISTINCT format('%s on %s', mode, relation::regclass)
             FROM pg_locks JOIN migrator USING (pid)
             WHERE granted AND relation = ANY ($2::oid[])
               AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) AS held`;

interface Sample {
  readonly migrating: boolean;
  readonly applied: string[];
  readonly waitMs: number;
  readonly held: string[];
}

/** Milliseconds on the clock of `performance.now()`, all bounds from above: what was seen may have lasted until the next look. */
export interface MigrationRun {
  name: string;
  readonly from: number;
  until: number;
  longestWaitMs: number;
  longestHeldMs: number;
  /** The lock that was held so long. */
  held: string;
}

/** Looks every 50 ms at what migrations do to others. */
export class LockWatch {
  /** Those that were committed meanwhile, and what is done after them. */
  readonly runs: MigrationRun[] = [];
  longestWaitMs = 0;
  longestGapMs = 0;
  private stopped = false;
  private watching: Promise<void> | undefined;
  private readonly heldSince = new Map<string, number>();
  private current: MigrationRun | undefined;

  constructor(private readonly client: Client) {}

  async start(): Promise<void> {
    const { rows } = await this.client.query<{ oids: string[] | null }>(TABLES_WITH_ROWS);
    const tables = rows[0]!.oids ?? [];
    const first = { sample: await this.look(tables), at: performance.now() };
    this.watching = this.watch(tables, first);
    // Awaited at the end; until then it would end the process.
    this.watching.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
    if (this.current) this.runs.push(this.current);
  }

  private async watch(tables: string[], first: { sample: Sample; at: number }): Promise<void> {
    let before = first;
    while (!this.stopped) {
      await delay(EVERY_MS);
      const next = { sample: await this.look(tables), at: performance.now() };
      this.judge(before.sample, before.at, next.sample, next.at);
      before = next;
    }
  }

  private async look(tables: string[]): Promise<Sample> {
    const { rows } = await this.client.query<Sample>({ name: 'sample', text: SAMPLE }, [
      MIGRATION_LOCK,
      tables,
    ]);
    return rows[0]!;
  }

  /** What happened between two looks, at worst. */
  private judge(before: Sample, beforeAt: number, now: Sample, at: number): void {
    const gap = at - beforeAt;
    const waitMs = Math.max(now.waitMs, before.waitMs > 0 ? before.waitMs + gap : 0);
    this.longestGapMs = Math.max(this.longestGapMs, gap);
    this.longestWaitMs = Math.max(this.longestWaitMs, waitMs);
    const held = this.longestHeld(before, beforeAt, now, at);

    // Which one it is shows when it is committed; the next one's share of this gap counts as its.
    const committed = now.applied.slice(before.applied.length);
    const names = committed.length === 0 && now.migrating ? [null] : committed;
    for (const name of names) {
      const run = (this.current ??= aRun(beforeAt));
      run.until = at;
      run.longestWaitMs = Math.max(run.longestWaitMs, waitMs);
      if (held.ms > run.longestHeldMs) Object.assign(run, { longestHeldMs: held.ms, held: held.lock });
      if (name === null) break;
      this.runs.push({ ...run, name });
      this.current = undefined;
    }
  }

  private longestHeld(before: Sample, beforeAt: number, now: Sample, at: number) {
    let longest = { lock: '', ms: 0 };
    for (const lock of new Set([...before.held, ...now.held])) {
      const since = this.heldSince.get(lock) ?? beforeAt;
      if (at - since > longest.ms) longest = { lock, ms: at - since };
      if (now.held.includes(lock)) this.heldSince.set(lock, since);
      else this.heldSince.delete(lock);
    }
    return longest;
  }
}

const aRun = (from: number): MigrationRun => ({
  name: THE_REST,
  from,
  until: from,
  longestWaitMs: 0,
  longestHeldMs: 0,
  held: '',
});
