import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { retryLostRaces } from './retry-lost-races';
import type { SeverableClient } from './severable-client';

/** Connections for statements that read many facts, so that they never starve the ingest. */
const LONG_POOL_SIZE = 3;
const LONG_STATEMENT_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 1_000;
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
  private readonly pool: Pool;
  private readonly longPool: Pool;

  constructor(dataSource: DataSource) {
    this.pool = (dataSource.driver as PostgresDriver).master as Pool;
    this.longPool = new Pool({
      ...this.pool.options,
      max: LONG_POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: LONG_STATEMENT_TIMEOUT_MS,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.longPool.on('error', () => undefined);
  }

  async query<Row extends object>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    const result = await (this.transactionClient.getStore() ?? this.pool).query<Row>({
      ...statement,
      values,
    });
    return result.rows;
  }

  /**
   * For reads that may take seconds. Never inside a transaction. `settings` are PostgreSQL's own, such as `work_mem`,
   * for this statement alone.
   */
  async queryLong<Row extends object>(
    statement: Statement,
    values: unknown[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Row[]> {
    const changes = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = ${value}`);
    const result =
      changes.length === 0
        ? await this.longPool.query<Row>({ ...statement, values })
        : await this.attempt(this.longPool, async (client) => {
            await client.query(changes.join('; '));
            return client.query<Row>({ ...statement, values });
          });
    return result.rows;
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
    return Object.entries({ main: this.pool, long: this.longPool }).map(([name, pool]) => ({
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
    await this.longPool.end();
  }

  /** Both pools have the one that `dataSourceOptions` gives. */
  private get clientKind(): SeverableClient {
    return (this.pool.options as unknown as { Client: SeverableClient }).Client;
  }
}
