import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Account } from '../support/built-service';

const PATH = '/api/v1/analytics/v2/realtime';
const METRICS = ['views', 'active_users', 'watch_time', 'top_releases'];
const PATIENCE_MS = 20_000;
/** Sockets are opened one after another, as people come. */
const PAUSE_MS = 10;
const RETRY_MS = 1_000;

/** Sockets that subscribe to the live figures, and come back with a new token when theirs has ended. */
export class LiveSockets {
  /** Since they were opened. */
  frames = 0;
  /** How often the service closed or refused one, by the code that it gave. */
  readonly closings = new Map<string, number>();
  private readonly sockets: Socket[] = [];

  /** Socket number n is of account n modulo their number. */
  static async open(origin: string, accounts: readonly Account[], count: number): Promise<LiveSockets> {
    const live = new LiveSockets();
    try {
      for (let number = 0; number < count; number++) {
        await live.join(origin, accounts[number % accounts.length]!);
        await delay(PAUSE_MS);
      }
      return live;
    } catch (error) {
      live.close();
      throw error;
    }
  }

  get connected(): number {
    return this.sockets.filter(({ connected }) => connected).length;
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }

  private async join(origin: string, account: Account): Promise<void> {
    const socket = io(origin, {
      path: PATH,
      transports: ['websocket'],
      auth: (give) => give({ token: account.token() }),
      forceNew: true,
    });
    this.sockets.push(socket);
    socket.on('metrics', () => this.frames++);
    socket.on('closed', ({ code }: { code: string }) => this.countClosing(code));
    socket.on('disconnect', (reason) => {
      // socket.io comes back by itself but where the server has closed.
      if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RETRY_MS);
    });
    socket.on('connect_error', (error: Error & { data?: { code: string } }) => {
      this.countClosing(error.data?.code ?? error.message);
      if (!socket.active) setTimeout(() => socket.connect(), RETRY_MS);
    });
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', () => {
        this.subscribe(socket).then(resolve, reject);
      });
    });
  }

  private async subscribe(socket: Socket): Promise<void> {
    const answer = (await socket.timeout(PATIENCE_MS).emitWithAck('subscribe', { metrics: METRICS })) as {
      ok: boolean;
      code?: string;
    };
    if (!answer.ok) this.countClosing(answer.code!);
  }

  private countClosing(code: string): void {
    this.closings.set(code, (this.closings.get(code) ?? 0) + 1);
  }
}
