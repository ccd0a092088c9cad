import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Client, DatabaseError } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { Settings } from '../config/settings';
import { answeredWithin } from '../kernel/answered-within';
import { Database } from './database';
import { destroyConnection } from './severable-client';

/** From one probe to the next; a silent one is followed by the next at once. */
const PROBE_EVERY_MS = 200;
const PROBE_TIMEOUT_MS = 450;
/** Two missed probes in a row, after 1.1 s at most, tell a silent server from a busy one. */
const MISSES = 2;

/**
 * Finds out within about a second that PostgreSQL has fallen silent, as it does behind a black-holed network, and
 * then severs all connections until it answers again: whoever waits is answered 503 instead of waiting for TCP to
 * give up.
 */
@Injectable()
export class DatabaseMonitor implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseMonitor.name);
  private probeClient: Client | null = null;
  private stopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /** Watches until the application shuts down. */
  start(): void {
    void this.watch();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.drop();
    return Promise.resolve();
  }

  private async watch(): Promise<void> {
    let misses = 0;
    while (!this.stopped) {
      const began = performance.now();
      const answered = await this.probe();
      if (answered && misses >= MISSES) {
        this.logger.log('PostgreSQL answers again');
        this.database.mend();
      }
      misses = answered ? 0 : misses + 1;
      if (misses === MISSES && !this.stopped) {
        this.logger.warn('PostgreSQL does not answer; its connections are given up');
        this.database.sever();
      }
      const wait = PROBE_EVERY_MS - (performance.now() - began);
      if (wait > 0) await delay(wait, undefined, { ref: false });
    }
  }

  private async probe(): Promise<boolean> {
    try {
      await answeredWithin(PROBE_TIMEOUT_MS, this.ask());
      return true;
    } catch (error) {
      this.drop();
      // Too many connections, or starting up: that is an answer, and the statements will have the same.
      return error instanceof DatabaseError;
    }
  }

  private async ask(): Promise<void> {
    if (!this.probeClient) {
      const client = new Client({
        connectionString: this.settings.databaseUrl,
        application_name: 'kinoscope monitor',
      });
      client.on('error', () => undefined);
      this.probeClient = client;
      await client.connect();
    }
    await this.probeClient.query('SELECT 1');
  }

  private drop(): void {
    if (this.probeClient) destroyConnection(this.probeClient);
    this.probeClient = null;
  }
}
