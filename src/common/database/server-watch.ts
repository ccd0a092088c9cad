import { Client, DatabaseError } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { answeredWithin } from '../kernel/answered-within';
import { destroyConnection } from './severable-client';

/** From one probe to the next; a silent one is followed by the next at once. */
const PROBE_EVERY_MS = 200;
const PROBE_TIMEOUT_MS = 450;
/** Two missed probes in a row, after 1.1 s at most, tell a silent server from a busy one. */
const MISSES = 2;

export interface WatchedServer {
  readonly url: string;
  /** One probe. */
  ask(client: Client): Promise<void>;
  /** A probe was refused, failed or was not answered. */
  failed(error: Error): void;
  fellSilent(): void;
  answersAgain(): void;
}

/** Finds out within about a second that a server has fallen silent, as it does behind a black-holed network. */
export class ServerWatch {
  private client: Client | null = null;
  private stopped = false;

  constructor(private readonly server: WatchedServer) {}

  start(): void {
    void this.watch();
  }

  stop(): void {
    this.stopped = true;
    this.drop();
  }

  private async watch(): Promise<void> {
    let misses = 0;
    while (!this.stopped) {
      const began = performance.now();
      const answered = await this.probe();
      if (answered && misses >= MISSES) this.server.answersAgain();
      misses = answered ? 0 : misses + 1;
      if (misses === MISSES && !this.stopped) this.server.fellSilent();
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
      if (!this.stopped) this.server.failed(error as Error);
      // Too many connections, or starting up: that is an answer, and the statements will have the same.
      return error instanceof DatabaseError;
    }
  }

  private async ask(): Promise<void> {
    if (!this.client) {
      const client = new Client({
        connectionString: this.server.url,
        application_name: 'kinoscope monitor',
      });
      client.on('error', () => undefined);
      this.client = client;
      await client.connect();
    }
    await this.server.ask(this.client);
  }

  private drop(): void {
    if (this.client) destroyConnection(this.client);
    this.client = null;
  }
}
