import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * A TCP proxy that plays the faults of a network between the service and a server. Connections that are open when
 * the mode changes suffer from the new one as well.
 */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private resetsAll = false;
  private delayMs = 0;
  /** What has to be over before anything passes: nothing, or a black hole. */
  private passable: Promise<void> = Promise.resolve();
  private endBlackHole: () => void = () => undefined;
  private port = 0;

  private constructor(private readonly target: Address) {}

  /** Stands before the server that `url` names; {@link url} is the same one through the proxy. */
  static async before(url: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new FaultProxy({ host: hostname, port: Number(port) });
    await proxy.listen();
    return proxy;
  }

  url(original: string): string {
    const url = new URL(original);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.toString();
  }

  /** Everything passes again, what a black hole has kept included. */
  async pass(): Promise<void> {
    this.delayMs = 0;
    this.resetsAll = false;
    this.endBlackHole();
    await this.listen();
  }

  /** The port is closed, and open connections are reset. */
  async refuse(): Promise<void> {
    const server = this.server!;
    this.server = null;
    const closed = new Promise((resolve) => server.close(resolve));
    this.resetOpen();
    await closed;
  }

  /** Connections are taken and reset at once. */
  reset(): void {
    this.resetsAll = true;
    this.resetOpen();
  }

  /** Every answer comes so much later. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Connections are taken, and nothing passes any more, farewells neither. */
  blackHole(): void {
    this.passable = new Promise((resolve) => (this.endBlackHole = resolve));
  }

  async close(): Promise<void> {
    this.endBlackHole();
    if (this.server) await this.refuse();
  }

  private resetOpen(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private async listen(): Promise<void> {
    if (this.server) return;
    this.server = createServer({ allowHalfOpen: true }, (client) => void this.join(client));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async join(client: Socket): Promise<void> {
    this.adopt(client);
    if (this.resetsAll) return void client.resetAndDestroy();
    await this.passable;
    const server = connect({ ...this.target, allowHalfOpen: true });
    this.adopt(server);
    this.carry(client, server, () => 0);
    this.carry(server, client, () => this.delayMs);
  }

  private adopt(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
  }

  /** Passes on what comes from one side, in its order, however much the delay changes. */
  private carry(from: Socket, to: Socket, delayMs: () => number): void {
    let last = Promise.resolve();
    const afterwards = (act: () => void) => {
      const due = performance.now() + delayMs();
      last = last.then(async () => {
        const early = due - performance.now();
        if (early > 0) await delay(early);
        await this.passable;
        act();
      });
    };
    from.on('data', (chunk: Buffer) => afterwards(() => to.write(chunk)));
    from.once('end', () => afterwards(() => to.end()));
    from.once('close', () => afterwards(() => to.destroy()));
  }
}
