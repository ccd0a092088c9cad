import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { retryLostRaces } from './retry-lost-races';
import { destroyConnection, type SeverableClient } from './severable-client';

/** Connections for statements that read many facts, so that they never starve the ingest. */
const LONG_POOL_SIZE = 3;
const LONG_STATEMENT_TIMEOUT_MS = 120_000;
/** Who finds them all at work waits so long for one; a silent server is noticed before, and all are given up. */
const LONG_CONNECT_TIMEOUT_MS = 10_000;
/** Snapshots that are read for minutes, as reports are; who finds no connection waits so long for one. */
const SNAPSHOT_POOL_SIZE = 2;
const SNAPSHOT_STATEMENT_TIMEOUT_MS = 1_800_000;
const SNAPSHOT_CONNECT_TIMEOUT_MS = 60_000;
/** Of a reader that neither asks nor ends. */
const SNAPSHOT_IDLE_TIMEOUT_MS = 300_000;
/** Statements that still run so long after the stop began are broken off: nobody waits for them any more. */
const LONGEST_STOP_MS = 7_000;

/** A statement with a `name` is prepared once per connection; its text must never vary. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** Runs SQL on TypeORM's own pool, inside the transaction of the calling context when there is one. */
@Injectable()
export class Database implements OnModuleDestroy, OnApplicationShutdown {
  private readonly transactionClient = new AsyncLocalStorage<PoolClient>();
  private readonly snapshots = new WeakSet<PoolClient>();
  private readonly pool: Pool;
  private readonly longPool: Pool;
  private readonly snapshotPool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = (dataSource.driver as PostgresDriver).master as Pool;
    this.longPool = new Pool({
      ...this.pool.options,
      max: LONG_POOL_SIZE,
      connectionTimeoutMillis: LONG_CONNECT_TIMEOUT_MS,
      statement_timeout: LONG_STATEMENT_TIMEOUT_MS,
    });
    this.snapshotPool = new Pool({
      ...this.pool.options,
      max: SNAPSHOT_POOL_SIZE,
      connectionTimeoutMillis: SNAPSHOT_CONNECT_TIMEOUT_MS,
      statement_timeout: SNAPSHOT_STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: SNAPSHOT_IDLE_TIMEOUT_MS,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    for (const pool of [this.longPool, this.snapshotPool]) pool.on('error', () => undefined);
  }

  async query<Row extends object>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    const result = await (this.transactionClient.getStore() ?? this.pool).query<Row>({
      ...statement,
      values,
    });
    return result.rows;
  }

  /**
   * For reads that may take seconds. Inside a snapshot it reads that; never inside another transaction. `settings` are
   * PostgreSQL's own, such as `work_mem`, for this statement; in a snapshot they stay for the statements after it.
   */
  async queryLong<Row extends object>(
    statement: Statement,
    values: unknown[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Row[]> {
    const changes = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${value}`);
    const read = async (client: Pick<PoolClient, 'query'>): Promise<Row[]> => {
      if (changes.length > 0) await client.query(changes.join('; '));
      return (await client.query<Row>({ ...statement, values })).rows;
    };
    const snapshot = this.transactionClient.getStore();
    if (snapshot) return read(snapshot);
    return changes.length === 0 ? read(this.longPool) : this.attempt(this.longPool, read);
  }

  /**
   * Runs `work` on one snapshot of the database, and hands it the connection (for COPY). Reads only, on connections of
   * their own, so that nobody waits for it. Aborting `signal` breaks off the statement under way.
   */
  async snapshot<T>(signal: AbortSignal, work: (client: PoolClient) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const client = await this.snapshotPool.connect();
    // The server notices by itself, and the statement fails.
    const sever = () => destroyConnection(client);
    signal.addEventListener('abort', sever);
    let broken: Error | undefined;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      this.snapshots.add(client);
      const result = await this.transactionClient.run(client, () => work(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = error as Error;
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', sever);
      this.snapshots.delete(client);
      client.release(broken ?? signal.aborted);
    }
  }

  /** Whether the calling context reads a snapshot, in which nothing can be written. */
  get isInSnapshot(): boolean {
    const client = this.transactionClient.getStore();
    return client !== undefined && this.snapshots.has(client);
  }

  /** Runs `work` as outside of the calling context's transaction or snapshot: what it stores is stored. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return this.transactionClient.exit(work);
  }

  /**
   * Runs `work` in one transaction and hands it the connection (for COPY; `query` finds it by itself).
   * After a deadlock or a lost race the whole of `work` runs again.
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const outer = this.transactionClient.getStore();
    if (outer) return work(outer);
    return retryLostRaces(() =>
      this.attempt(this.pool, (client) => this.transactionClient.run(client, () => work(client))),
    );
  }

  private async attempt<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => (broken = rollbackError));
      throw error;
    } finally {
      // A connection that could not roll back is thrown away rather than handed to the next caller.
      client.release(broken);
    }
  }

  /** Fails every statement under way, and every new one until {@link mend}. */
  sever(): void {
    this.clientKind.sever();
  }

  mend(): void {
    this.clientKind.mend();
  }

  poolStates(): { pool: string; total: number; idle: number; waiting: number }[] {
    return Object.entries({
      main: this.pool,
      long: this.longPool,
      snapshot: this.snapshotPool,
    }).map(([name, pool]) => ({
      pool: name,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }));
  }

  onModuleDestroy(): void {
    setTimeout(() => this.sever(), LONGEST_STOP_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.longPool.end(), this.snapshotPool.end()]);
  }

  /** Both pools have the one that `dataSourceOptions` gives. */
  private get clientKind(): SeverableClient {
    return (this.pool.options as unknown as { Client: SeverableClient }).Client;
  }
}
