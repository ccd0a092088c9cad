import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually';
import type { TestApp } from './test-app';

const REALTIME_PATH = '/api/v1/analytics/v2/realtime';
/** For what comes within a second, on a busy machine. */
const PATIENCE_MS = 10_000;

export interface Frame {
  readonly seq: number;
  readonly at: string;
  readonly window_seconds: number;
  readonly views?: number;
  readonly views_per_minute?: number;
  readonly active_users?: number;
  readonly watch_minutes?: number;
  readonly top_releases?: { release_id: string; title: string | null; views: number }[];
  readonly conversions?: { test_id: string; variant_id: string; count: number }[];
}

export interface Answer {
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly metrics?: string[];
  readonly seq?: number;
  readonly snapshot?: Omit<Frame, 'seq'> & {
    readonly minutes: { at: string; views?: number; watch_minutes?: number }[];
  };
}

/** A client of the stream that keeps what it is sent. */
export class LiveClient {
  readonly frames: Frame[] = [];
  /** When each frame came, in milliseconds of performance.now(). */
  readonly times: number[] = [];
  readonly closed: { code: string; message: string }[] = [];
  readonly disconnects: string[] = [];

  private constructor(readonly socket: Socket) {
    socket.on('metrics', (frame: Frame) => {
      this.frames.push(frame);
      this.times.push(performance.now());
    });
    socket.on('closed', (reason: { code: string; message: string }) => this.closed.push(reason));
    socket.on('disconnect', (reason) => this.disconnects.push(reason));
  }

  /** Resolves when connected; refused ones fail with the error of `connect_error`. */
  static async open(
    service: Pick<TestApp, 'url' | 'adminToken'>,
    { auth, ...options }: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<LiveClient> {
    const client = new LiveClient(
      io(new URL(service.url).origin, {
        path: REALTIME_PATH,
        transports: ['websocket'],
        auth: { token: service.adminToken, ...auth },
        forceNew: true,
        reconnection: false,
        ...options,
      }),
    );
    await new Promise<void>((resolve, reject) => {
      client.socket.once('connect', resolve);
      client.socket.once('connect_error', (error) => {
        client.close();
        reject(error);
      });
    });
    return client;
  }

  async subscribe(metrics: unknown, more: object = {}): Promise<Answer> {
    return this.ask('subscribe', { metrics, ...more });
  }

  async ask(event: string, body?: unknown): Promise<Answer> {
    return (await this.socket.timeout(PATIENCE_MS).emitWithAck(event, body)) as Answer;
  }

  get last(): Frame | undefined {
    return this.frames.at(-1);
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** The error that a refused handshake answers with. */
export async function refusalOf(opening: Promise<LiveClient>): Promise<unknown> {
  return opening.then(
    (client) => {
      client.close();
      return 'let in';
    },
    (error: Error & { data?: unknown }) => error.data ?? error.message,
  );
}

/** Waits for a last frame that holds this. */
export async function expectLast(client: LiveClient, part: Partial<Frame>): Promise<void> {
  await eventually(PATIENCE_MS, () => expect(client.last).toMatchObject(part));
}

/** Nothing more comes within `ms`. */
export async function expectSilence(client: LiveClient, ms: number): Promise<void> {
  const before = client.frames.length;
  await delay(ms);
  expect(client.frames.slice(before)).toEqual([]);
}
