import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Client, type Notification } from 'pg';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Settings } from '../config/settings';
import { Database } from '../database/database';
import { answeredWithin } from '../kernel/answered-within';
import { destroyConnection } from '../database/severable-client';
import type { DataTag } from './versions';

const CHANNEL = 'kinoscope_versions';
/** A connection that broke without a word is noticed after three seconds, which keeps the five of the answers. */
const HEARTBEAT_MS = 1_000;
const TIMEOUT_MS = 2_000;
const RECONNECT_MS = 500;

/** A message of PostgreSQL's holds 8,000 bytes, and the tag of a viewer 46 of them. */
const TAGS_PER_MESSAGE = 150;
const TELL = { text: 'SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message' };

export interface Change {
  readonly tags: readonly DataTag[];
  /** Whether Redis has been told. */
  readonly shared: boolean;
}

export interface FeedListener {
  /** Another process has changed data. */
  changed(change: Change): Promise<void>;
  /** Changes may have been missed. */
  missed(): Promise<void>;
}

/**
 * Over PostgreSQL (LISTEN/NOTIFY) processes tell each other which data have changed: those without Redis, such as the
 * service and an import beside it, and those that cannot reach it now.
 */
@Injectable()
export class VersionFeed implements OnApplicationShutdown {
  private readonly logger = new Logger(VersionFeed.name);
  private readonly sender = randomUUID();
  private client: Client | null = null;
  private stopped = false;
  /** What others have not been told yet. */
  private untold: Change | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /** False: changes may be missed at this moment. */
  isListening = false;

  /** Tells the others; when that fails, again until it does not. */
  async publish({ tags, shared }: Change): Promise<void> {
    this.untold = {
      tags: [...new Set([...(this.untold?.tags ?? []), ...tags])],
      shared: shared && (this.untold?.shared ?? true),
    };
    await this.tell().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Other processes could not be told of a change');
    });
  }

  /** Listens until the application shuts down; resolves after the first attempt. */
  async listen(listener: FeedListener): Promise<void> {
    await this.connect(listener).catch(() => this.drop());
    void this.keepListening(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.drop();
    return Promise.resolve();
  }

  private async keepListening(listener: FeedListener): Promise<void> {
    while (!this.stopped) {
      try {
        if (this.isListening) {
          await delay(HEARTBEAT_MS, undefined, { ref: false });
          await answeredWithin(TIMEOUT_MS, this.client!.query('SELECT 1'));
        } else {
          await delay(RECONNECT_MS, undefined, { ref: false });
          await this.connect(listener);
        }
        await this.tell();
      } catch (error) {
        if (this.isListening) this.logger.warn({ err: error }, 'The feed of changes broke off');
        this.drop();
      }
    }
  }

  private async connect(listener: FeedListener): Promise<void> {
    if (this.stopped) return;
    const client = new Client({
      connectionString: this.settings.databaseUrl,
      application_name: 'kinoscope feed',
      connectionTimeoutMillis: TIMEOUT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', () => undefined);
    client.once('end', () => {
      if (this.client === client) this.drop();
    });
    client.on('notification', (message) => void this.pass(message, listener));
    await client.connect();
    await answeredWithin(TIMEOUT_MS, client.query(`LISTEN ${CHANNEL}`));
    await listener.missed();
    this.isListening = this.client === client;
  }

  private async tell(): Promise<void> {
    const change = this.untold;
    if (!change) return;
    this.untold = null;
    try {
      const messages = chunk(change.tags, TAGS_PER_MESSAGE).map((tags) =>
        JSON.stringify({ tags, shared: change.shared, sender: this.sender }),
      );
      await this.database.query(TELL, [CHANNEL, messages]);
    } catch (error) {
      const since = this.untold as Change | null;
      this.untold = since ? { tags: [...change.tags, ...since.tags], shared: false } : change;
      throw error;
    }
  }

  private async pass({ payload }: Notification, listener: FeedListener): Promise<void> {
    try {
      const { sender, ...change } = JSON.parse(payload ?? '') as Change & { sender: string };
      if (sender !== this.sender) await listener.changed(change);
    } catch (error) {
      this.logger.warn({ err: error }, 'A change could not be passed on');
      await listener.missed();
    }
  }

  private drop(): void {
    this.isListening = false;
    if (this.client) destroyConnection(this.client);
    this.client = null;
  }
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
