import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { Settings } from '../config/settings';
import { Database } from '../database/database';

const CHANNEL = 'kinoscope_versions';
const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;

type Listener = (tags: readonly string[]) => Promise<void>;

/**
 * Without Redis each process has a cache of its own, but there may still be two of them: the service, and an
 * import beside it. They tell each other through PostgreSQL (LISTEN/NOTIFY) which data have changed.
 */
@Injectable()
export class VersionFeed implements OnApplicationShutdown {
  private readonly logger = new Logger(VersionFeed.name);
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  async publish(tags: readonly string[]): Promise<void> {
    await this.database.query({ text: 'SELECT pg_notify($1, $2)' }, [CHANNEL, tags.join(',')]);
  }

  /** Calls `changed` with the tags of each change, and `reconnected` after a gap in which some may have been missed. */
  listen(changed: Listener, reconnected: () => Promise<void>): void {
    const client = new Client({
      connectionString: this.settings.databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('notification', ({ payload }) => void changed((payload ?? '').split(',')));
    client.once('error', () => this.listenAgain(client, changed, reconnected));
    client.once('end', () => this.listenAgain(client, changed, reconnected));
    this.client = client;
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(reconnected)
      .catch(() => this.listenAgain(client, changed, reconnected));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private listenAgain(lost: Client, changed: Listener, reconnected: () => Promise<void>): void {
    if (this.stopped || this.client !== lost) return;
    this.client = null;
    this.logger.warn('The feed of changes broke off; trying again');
    this.timer = setTimeout(() => this.listen(changed, reconnected), RECONNECT_MS);
  }
}
