import { Client } from 'pg';

/** Fails like a broken connection (SQLSTATE class 08), at once. */
class Severed extends Error {
  readonly code = '08006';

  constructor() {
    super('PostgreSQL does not answer');
  }
}

type Connected = ((error: Error) => void) | ((error: null, client: Client) => void);

/** A kind of connection of which all that exist can be severed at once. */
export type SeverableClient = typeof Client & {
  /** Fails every statement under way, and from now on every attempt to connect. */
  sever(): void;
  /** New connections are possible again. */
  mend(): void;
};

/** Makes a kind for one application: what breaks in one concerns no other. */
export function severableClient(): SeverableClient {
  const open = new Set<Client>();
  let severed = false;

  return class extends Client {
    constructor(...config: ConstructorParameters<typeof Client>) {
      super(...config);
      open.add(this);
      this.once('end', () => open.delete(this));
      // Statements hear of a broken connection by themselves; between two of them nobody would, and it would end
      // the process.
      this.on('error', () => undefined);
    }

    override connect(): Promise<Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<Client> | void {
      if (!severed) return callback ? super.connect(callback) : super.connect();
      open.delete(this);
      if (!callback) return Promise.reject(new Severed());
      process.nextTick(callback, new Severed());
    }

    static sever(): void {
      severed = true;
      for (const client of open) destroyConnection(client);
    }

    static mend(): void {
      severed = false;
    }
  };
}

/** Without the farewell that `end` would wait for. */
export function destroyConnection(client: Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
