import { Pool, type PoolConfig } from 'pg';

/** Connections for statements that read many facts, so that they never starve the ingest. */
const LONG_POOL_SIZE = 3;
export const LONG_STATEMENT_TIMEOUT_MS = 120_000;
/** Who finds them all at work waits so long for one; a silent server is noticed before, and all are given up. */
const LONG_CONNECT_TIMEOUT_MS = 10_000;
/** Snapshots that are read for minutes, as reports are; who finds no connection waits so long for one. */
const SNAPSHOT_POOL_SIZE = 2;
const SNAPSHOT_STATEMENT_TIMEOUT_MS = 1_800_000;
const SNAPSHOT_CONNECT_TIMEOUT_MS = 60_000;
/** Of a reader that neither asks nor ends. */
const SNAPSHOT_IDLE_TIMEOUT_MS = 300_000;

export type ReadPool = 'long' | 'snapshot';

/** Connections to one server for what takes seconds, or minutes. */
export class ReadPools implements Record<ReadPool, Pool> {
  readonly long: Pool;
  readonly snapshot: Pool;

  constructor(server: PoolConfig) {
    this.long = new Pool({
      ...server,
      max: LONG_POOL_SIZE,
      connectionTimeoutMillis: LONG_CONNECT_TIMEOUT_MS,
      statement_timeout: LONG_STATEMENT_TIMEOUT_MS,
    });
    this.snapshot = new Pool({
      ...server,
      max: SNAPSHOT_POOL_SIZE,
      connectionTimeoutMillis: SNAPSHOT_CONNECT_TIMEOUT_MS,
      statement_timeout: SNAPSHOT_STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: SNAPSHOT_IDLE_TIMEOUT_MS,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    for (const pool of [this.long, this.snapshot]) pool.on('error', () => undefined);
  }

  async end(): Promise<void> {
    await Promise.all([this.long.end(), this.snapshot.end()]);
  }
}
