import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { type PgPool, withBackend } from 'bullmq';
import { Pool, type PoolClient, type QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { isDatabaseUnavailable } from '../database/is-database-unavailable';
import { answeredWithin } from '../kernel/answered-within';
import { JOB_SCHEMA } from './job-tables';
import { SharedBackend, SharedConnection } from './shared-connection';

/** One of them listens. */
const POOL_SIZE = 4;
const CLOSE_MS = 1_000;

/** What the listening connection of a process that runs jobs is called. */
const WORKER_NAME = 'kinoscope worker';
const WORKERS = `SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = $1 LIMIT 1`;

/** The name by which BullMQ knows an outage; with any other it would try again without a pause, and log each time. */
class DatabaseAway extends Error {
  readonly code = 'ECONNREFUSED';
}

/** Where jobs lie: connections of their own, so that jobs and requests never wait for each other. */
@Injectable()
export class JobStore implements OnApplicationShutdown {
  private readonly logger = new Logger(JobStore.name);
  private readonly pool: Pool;
  private readonly connection: SharedConnection;
  private reachable = true;

  /** BullMQ's queues and workers on this store. */
  readonly bullmq = withBackend<SharedBackend, object>(
    (name, options) => new SharedBackend(this.connection, name, options as never),
  );

  constructor(dataSource: DataSource) {
    const { options } = (dataSource.driver as PostgresDriver).master as Pool;
    // With the kind of connections that DatabaseMonitor severs when the server falls silent.
    this.pool = new Pool({
      ...options,
      max: POOL_SIZE,
      application_name: 'kinoscope jobs',
      options: `-c timezone=UTC -c search_path=${JOB_SCHEMA}`,
    });
    this.connection = new SharedConnection(this.asBullmqWantsIt());
    this.connection.on('error', (error: Error) => this.note(error));
  }

  /** Whether an error, as BullMQ hands it over, says only that PostgreSQL is away: that is logged here, once. */
  isOutage(error: unknown): boolean {
    return isDatabaseUnavailable(error);
  }

  /** Lets other processes know that this one runs jobs. */
  async announceWorker(): Promise<void> {
    await this.connection.setListenClientName(WORKER_NAME);
  }

  /** Whether any process runs jobs. */
  async hasWorker(): Promise<boolean> {
    return (await this.run(WORKERS, [WORKER_NAME])).rows.length > 0;
  }

  async onApplicationShutdown(): Promise<void> {
    const closed = this.connection.close().then(() => this.pool.end());
    await answeredWithin(CLOSE_MS, closed).catch(() => undefined);
  }

  private asBullmqWantsIt(): PgPool {
    const { pool } = this;
    const adapted = {
      query: (text: string, values?: readonly unknown[]) => this.run(text, values ? [...values] : []),
      connect: async () => oneAtATime(await this.noting(pool.connect())),
      end: () => pool.end(),
      on: (event: 'error', listener: (error: Error) => void) => {
        pool.on(event, listener);
        return adapted;
      },
      removeAllListeners: () => adapted,
    };
    return adapted as unknown as PgPool;
  }

  private run(text: string, values: unknown[]): Promise<QueryResult> {
    return this.noting(this.pool.query(text, values));
  }

  /** Notices that PostgreSQL goes away and, by an answer to what was asked since then, that it is back. */
  private async noting<T>(answer: Promise<T>): Promise<T> {
    const askedWhileAway = !this.reachable;
    try {
      const result = await answer;
      if (askedWhileAway && !this.reachable) {
        this.logger.log('Jobs go on: PostgreSQL answers again');
        this.reachable = true;
      }
      return result;
    } catch (error) {
      if (!this.note(error)) throw error;
      throw new DatabaseAway((error as Error).message, { cause: error });
    }
  }

  private note(error: unknown): boolean {
    const away = isDatabaseUnavailable(error);
    if (away && this.reachable) {
      this.logger.warn({ err: error }, 'Jobs wait: PostgreSQL does not answer');
      this.reachable = false;
    }
    return away;
  }
}

/** The one connection that listens: all workers speak to it at the same time, and pg takes one statement at a time. */
function oneAtATime(client: PoolClient): PoolClient {
  const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<QueryResult>;
  let last: Promise<unknown> = Promise.resolve();
  return Object.assign(client, {
    query: (text: string, values?: unknown[]) => {
      const result = last.then(() => query(text, values));
      last = result.catch(() => undefined);
      return result;
    },
  });
}
