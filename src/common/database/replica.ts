import { Logger } from '@nestjs/common';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { answeredWithin } from '../kernel/answered-within';
import { sessionOptions } from './data-source-options';
import { isDatabaseUnavailable } from './is-database-unavailable';
import { LONG_STATEMENT_TIMEOUT_MS, type ReadPool, ReadPools } from './read-pools';
import { severableClient } from './severable-client';
import {
  follows,
  type PrimaryPosition,
  primaryPosition,
  type StandbyPosition,
  standbyPosition,
} from './wal-position';

/** So long a read waits for the standby to have replayed what the primary has. */
const REPLAYED_WITHIN_MS = 250;
const LOOK_EVERY_MS = 5;
/** So many probes in a row, a second of them, bring a standby back into use. */
const PROBES_TO_RETURN = 5;
/** Snapshots keep off a standby that has broken one off: the same would happen to the report's next attempt. */
const SNAPSHOTS_AWAY_MS = 15 * 60_000;

/** serialization_failure and deadlock_detected (conflicts of a read with the replay), insufficient_resources, system_error */
const STANDBYS_OWN_TROUBLE = /^(40001|40P01|53\w{3}|58\w{3})$/;
const QUERY_CANCELED = '57014';

interface Lag {
  readonly bytes: number;
  /** Null: nothing has been replayed since the standby started, and it has not been seen level. */
  readonly seconds: number | null;
}

export interface ReplicaStatus {
  /** It answers, and it is a standby of the primary. */
  readonly isUp: boolean;
  /** Long reads go there; false while it is too far behind. */
  readonly isInUse: boolean;
  /** Log that is not replayed yet, as of the last probe; null: not known. */
  readonly lagBytes: number | null;
  readonly lagSeconds: number | null;
}

/**
 * A streaming standby for long reads, which are never older there than on the primary. `DatabaseMonitor` tells it what
 * it hears of both servers; nobody waits for a standby that is away or behind.
 */
export class Replica {
  readonly pools: ReadPools;
  private readonly logger = new Logger(Replica.name);
  private readonly clientKind = severableClient();
  private readonly primary: { latest?: PrimaryPosition; before?: PrimaryPosition } = {};
  private isUp = false;
  private isReported = false;
  private goodProbes = 0;
  private lag: Lag | null = null;
  private levelAt: number | null = null;
  private snapshotsAwayUntil = 0;

  constructor(readonly url: string) {
    this.pools = new ReadPools({ connectionString: url, Client: this.clientKind, ...sessionOptions });
  }

  get status(): ReplicaStatus {
    const { isUp, isInUse } = this;
    return { isUp, isInUse, lagBytes: this.lag?.bytes ?? null, lagSeconds: this.lag?.seconds ?? null };
  }

  /**
   * A connection on which all can be seen that the primary has committed by now; null: the caller reads from the
   * primary. Fails only when the primary does not answer.
   */
  async connect(kind: ReadPool, primary: Pool): Promise<PoolClient | null> {
    if (!this.isInUse || (kind === 'snapshot' && performance.now() < this.snapshotsAwayUntil)) return null;
    const position = await primaryPosition(primary);
    let client: PoolClient | undefined;
    try {
      client = await this.pools[kind].connect();
      if (await hasReplayed(client, position)) return client;
      client.release();
      this.leave('is behind');
    } catch (error) {
      client?.release(error as Error);
      this.leave((error as Error).message);
    }
    return null;
  }

  /** Whether a read failed after so long for a reason that the primary does not share. */
  isToBlame(error: unknown, ranMs: number): boolean {
    const { code, message } = error as { code?: string; message: string };
    // Our own time-out would strike on the primary as well; all other cancellations come from the replay.
    const isOwnTrouble =
      code === QUERY_CANCELED
        ? ranMs < LONG_STATEMENT_TIMEOUT_MS
        : STANDBYS_OWN_TROUBLE.test(code ?? '') || isDatabaseUnavailable(error);
    if (isOwnTrouble) this.logger.warn(`A read on the replica was broken off: ${message}`);
    return isOwnTrouble;
  }

  /** Work on a snapshot has failed after so long. */
  noteBrokenSnapshot(error: unknown, ranMs: number): void {
    if (error instanceof DatabaseError && this.isToBlame(error, ranMs))
      this.snapshotsAwayUntil = performance.now() + SNAPSHOTS_AWAY_MS;
  }

  /** What the primary has told a probe. */
  notePrimary(position: PrimaryPosition): void {
    this.primary.before = this.primary.latest;
    this.primary.latest = position;
  }

  /** What the standby has told a probe. */
  noteStandby(standby: StandbyPosition): void {
    const { latest, before } = this.primary;
    if (!latest || !before) return;
    if (!follows(standby, latest)) return this.lose('is no standby of the primary, or of its timeline');
    this.isUp = true;
    this.lag = this.lagOf(standby, latest);
    // The latest position is too young to be expected here; the one before is as old as what a read waits for.
    if (standby.replayed < before.end) return this.leave('is behind');
    if (++this.goodProbes === PROBES_TO_RETURN) this.report('Long reads go to the replica', 'log');
  }

  /** It cannot be used, as a probe has found. */
  lose(reason: string): void {
    this.isUp = false;
    this.lag = null;
    this.leave(reason);
  }

  /** Fails every read under way, and every new connection until {@link mend}. */
  sever(): void {
    this.clientKind.sever();
  }

  mend(): void {
    this.clientKind.mend();
  }

  private get isInUse(): boolean {
    return this.goodProbes >= PROBES_TO_RETURN;
  }

  private leave(reason: string): void {
    const wasInUse = this.isInUse;
    this.goodProbes = 0;
    if (wasInUse || !this.isReported)
      this.report(`Long reads go to the primary, the replica does not serve: ${reason}`, 'warn');
  }

  private report(message: string, level: 'log' | 'warn'): void {
    this.isReported = true;
    this.logger[level](message);
  }

  /**
   * While nothing is written the last commit may be hours old and yet the standby but a moment behind: it is never
   * further behind than since it was last seen level.
   */
  private lagOf(standby: StandbyPosition, primary: PrimaryPosition): Lag {
    const now = performance.now();
    const bytes = Math.max(0, primary.end - standby.replayed);
    if (bytes === 0) this.levelAt = now;
    const sinceLevel = this.levelAt === null ? Infinity : (now - this.levelAt) / 1_000;
    const sinceCommit = standby.secondsSinceCommit ?? Infinity;
    const seconds = Math.max(0, Math.min(sinceLevel, sinceCommit));
    return { bytes, seconds: Number.isFinite(seconds) ? seconds : null };
  }
}

/** Waits a bounded time for it, on the connection that is to be read from. */
async function hasReplayed(client: PoolClient, primary: PrimaryPosition): Promise<boolean> {
  const deadline = performance.now() + REPLAYED_WITHIN_MS;
  for (;;) {
    const left = Math.max(1, deadline - performance.now());
    const standby = await answeredWithin(left, standbyPosition(client));
    if (!follows(standby, primary)) return false;
    if (standby.replayed >= primary.end) return true;
    if (performance.now() + LOOK_EVERY_MS > deadline) return false;
    await delay(LOOK_EVERY_MS);
  }
}
