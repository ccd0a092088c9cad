import { io, type Socket } from 'socket.io-client';

/** Connections that are being opened at once. */
const AT_ONCE = 50;
const PATIENCE_MS = 20_000;

const now = () => performance.timeOrigin + performance.now();

/** Sockets that look on, and note when each of them has been sent something. */
export class LiveAudience {
  private times: number[] = [];
  private complete: () => void = () => undefined;
  private readonly sockets: Socket[] = [];

  /** `tokenOf` the socket with this number; null: none is asked for. */
  static async open(
    origin: string,
    path: string,
    size: number,
    tokenOf: (number: number) => string | null,
  ): Promise<LiveAudience> {
    const audience = new LiveAudience();
    try {
      for (let from = 0; from < size; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, size - from);
        await Promise.all(
          Array.from({ length: count }, (_, index) => audience.join(origin, path, tokenOf(from + index))),
        );
      }
      return audience;
    } catch (error) {
      audience.close();
      throw error;
    }
  }

  /** When each has been sent what `cause` makes the server send, in milliseconds since 1970. */
  async arrivals(cause: () => Promise<unknown>): Promise<number[]> {
    this.times = [];
    let timer: NodeJS.Timeout | undefined;
    const all = new Promise<void>((resolve, reject) => {
      this.complete = resolve;
      timer = setTimeout(() => {
        reject(new Error(`${this.times.length} of ${this.sockets.length} sockets were sent something`));
      }, PATIENCE_MS);
    });
    await Promise.all([all, cause()]).finally(() => clearTimeout(timer));
    return this.times;
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }

  private async join(origin: string, path: string, token: string | null): Promise<void> {
    const socket = io(origin, { path, transports: ['websocket'], auth: { token }, forceNew: true });
    this.sockets.push(socket);
    socket.on('metrics', () => {
      this.times.push(now());
      if (this.times.length === this.sockets.length) this.complete();
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    if (token === null) return;
    const metrics = ['views', 'active_users', 'watch_time', 'top_releases'];
    const answer = (await socket.timeout(PATIENCE_MS).emitWithAck('subscribe', { metrics })) as {
      ok: boolean;
    };
    if (!answer.ok) throw new Error('A subscription was refused');
  }
}
