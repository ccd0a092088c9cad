import type { Client, Pool } from 'pg';

/** Remembers a pool's open connections, to break them all. */
export class OpenConnections {
  private readonly clients = new Set<Client>();

  constructor(pool: Pool) {
    pool.on('connect', (client) => this.clients.add(client as unknown as Client));
    pool.on('remove', (client) => this.clients.delete(client as unknown as Client));
  }

  /** Statements under way fail with "Connection terminated unexpectedly". */
  break(): void {
    for (const client of this.clients) destroyConnection(client);
  }
}

/** Without the farewell that `end` would wait for. */
export function destroyConnection(client: Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
