import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { attempt, beginSnapshot, use } from './lent-client';
import { ReadPools } from './read-pools';
import type { Replica } from './replica';
import { retryLostRaces } from './retry-lost-races';
import { destroyConnection, type SeverableClient } from './severable-client';

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
  private readonly primary: ReadPools;
  /** Long reads and snapshots so far, by the server that they were read from. */
  readonly longReads = { primary: 0, replica: 0 };

  constructor(
    dataSource: DataSource,
    readonly replica: Replica | null = null,
  ) {
    this.pool = (dataSource.driver as PostgresDriver).master as Pool;
    this.primary = new ReadPools(this.pool.options);
  }

  async query<Row extends object>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    const result = await (this.transactionClient.getStore() ?? this.pool).query<Row>({
      ...statement,
      values,
    });
    return result.rows;
  }

  /**
   * For reads that may take seconds; the replica answers them when it can. Inside a snapshot it reads that; never inside
   * another transaction. `settings` are PostgreSQL's own, such as `work_mem`, for this statement; in a snapshot they stay
   * for the statements after it.
   */
  async queryLong<Row extends object>(
    statement: Statement,
    values: unknown[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Row[]> {
    const changes = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${value}`);
    const read = async (client: PoolClient): Promise<Row[]> => {
      if (changes.length > 0) await client.query(changes.join('; '));
      return (await client.query<Row>({ ...statement, values })).rows;
    };
    const snapshot = this.transactionClient.getStore();
    if (snapshot) return read(snapshot);
    return this.readLong((client) => (changes.length === 0 ? use : attempt)(client, read));
  }

  /**
   * Runs `work` on one snapshot of the database, the replica's when it can, and hands it the connection (for COPY).
   * Reads only, on connections of their own, so that nobody waits for it. Aborting `signal` breaks off the statement
   * under way.
   */
  async snapshot<T>(signal: AbortSignal, work: (client: PoolClient) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const { client, isReplicas } = await this.openSnapshot();
    // The server notices by itself, and the statement fails.
    const sever = () => destroyConnection(client);
    signal.addEventListener('abort', sever);
    const began = performance.now();
    let broken: Error | undefined;
    try {
      this.snapshots.add(client);
      const result = await this.transactionClient.run(client, () => work(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = error as Error;
      if (signal.aborted) throw signal.reason;
      if (isReplicas) this.replica?.noteBrokenSnapshot(error, performance.now() - began);
      throw error;
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
    return retryLostRaces(async () =>
      attempt(await this.pool.connect(), (client) => this.transactionClient.run(client, () => work(client))),
    );
  }

  /** Reads from the replica what can be read there, and else from the primary. */
  private async readLong<T>(read: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.replica?.connect('long', this.pool);
    if (client) {
      const began = performance.now();
      try {
        const result = await read(client);
        this.longReads.replica++;
        return result;
      } catch (error) {
        if (!this.replica?.isToBlame(error, performance.now() - began)) throw error;
      }
    }
    this.longReads.primary++;
    return read(await this.primary.long.connect());
  }

  private async openSnapshot(): Promise<{ client: PoolClient; isReplicas: boolean }> {
    const client = await this.replica?.connect('snapshot', this.pool);
    try {
      if (client) {
        await beginSnapshot(client);
        this.longReads.replica++;
        return { client, isReplicas: true };
      }
    } catch {
      // It has broken since it was looked at, and nothing has been read yet.
    }
    this.longReads.primary++;
    return { client: await beginSnapshot(await this.primary.snapshot.connect()), isReplicas: false };
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
      long: this.primary.long,
      snapshot: this.primary.snapshot,
      ...(this.replica && {
        replica_long: this.replica.pools.long,
        replica_snapshot: this.replica.pools.snapshot,
      }),
    }).map(([name, pool]) => ({
      pool: name,
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }));
  }

  onModuleDestroy(): void {
    setTimeout(() => {
      this.sever();
      this.replica?.sever();
    }, LONGEST_STOP_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.primary.end(), this.replica?.pools.end()]);
  }

  /** The primary's pools have the one that `dataSourceOptions` gives. */
  private get clientKind(): SeverableClient {
    return (this.pool.options as unknown as { Client: SeverableClient }).Client;
  }
}
