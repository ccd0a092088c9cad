import { PostgresConnection, PostgresQueueBackend, type PgPool } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';

/** A worker that waits asks again so often, so that a job is not lost for long with a listener that fell silent. */
export const LONGEST_WAIT_S = 30;
const LISTEN_AGAIN_MS = 1_000;

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** One pool and one listener for the queues and workers of all kinds; BullMQ would open a set for each of them. */
export class SharedConnection extends PostgresConnection {
  private listening: Promise<ListenClient> | null = null;

  constructor(pool: PgPool) {
    super(pool);
    this.setMaxListeners(0);
  }

  /** The tables are there since the start; BullMQ would look for them once and never get over a failure. */
  override async waitUntilReady(): Promise<void> {
    return Promise.resolve();
  }

  /** Workers ask for it all the time while the database is away. */
  override getListenClient(): Promise<ListenClient> {
    this.listening ??= this.listen().finally(() => (this.listening = null));
    return this.listening;
  }

  private async listen(): Promise<ListenClient> {
    try {
      const client = await super.getListenClient();
      (client as unknown as NodeJS.EventEmitter).setMaxListeners(0);
      return client;
    } catch (error) {
      await delay(LISTEN_AGAIN_MS, undefined, { ref: false });
      throw error;
    }
  }
}

/** The side of one queue or worker. */
export class SharedBackend extends PostgresQueueBackend {
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  /** Others use the connection still. */
  override async close(): Promise<void> {
    return Promise.resolve();
  }
}
