import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { Settings } from '../config/settings';
import { Database } from './database';
import { destroyConnection } from './open-connections';

/** Two missed probes in a row, 1.2 s at most, tell a silent server from a busy one. */
const PROBE_EVERY_MS = 250;
const PROBE_TIMEOUT_MS = 450;
const MISSES = 2;
/** A timer that comes so late says that this process was busy, and nothing about the server. */
const OWN_DELAY_MS = 200;

/**
 * Finds out within about a second that PostgreSQL has fallen silent, as it does behind a black-holed network, and
 * then breaks all connections: whoever waits on one is answered 503 at once instead of waiting for TCP to give up.
 * A server that refuses connections needs no monitor: that shows by itself.
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
      const answered = await this.probe();
      misses = answered ? 0 : misses + 1;
      if (misses === MISSES && !this.stopped) {
        this.logger.warn('PostgreSQL does not answer; its connections are given up');
        this.database.breakConnections();
      }
      await delay(PROBE_EVERY_MS, undefined, { ref: false });
    }
  }

  private async probe(): Promise<boolean> {
    const began = performance.now();
    try {
      await Promise.race([this.ask(), timeout(PROBE_TIMEOUT_MS)]);
      return true;
    } catch {
      this.drop();
      return performance.now() - began > PROBE_TIMEOUT_MS + OWN_DELAY_MS;
    }
  }

  private async ask(): Promise<void> {
    if (!this.probeClient) {
      const client = new Client({ connectionString: this.settings.databaseUrl });
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

async function timeout(ms: number): Promise<never> {
  await delay(ms, undefined, { ref: false });
  throw new Error('no answer');
}
