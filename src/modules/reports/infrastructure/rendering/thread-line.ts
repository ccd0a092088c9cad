import { Writable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { FromThread, SummaryLine, ToThread } from './tasks';

const WAITING_BYTES = 256 * 1_024;

/** The thread's end of the line: asks for rows, hands out bytes, one piece at a time in either direction. */
export class ThreadLine {
  summary: readonly SummaryLine[] = [];
  private onRows: ((message: ToThread) => void) | undefined;
  private onTaken: (() => void) | undefined;

  constructor(private readonly port: MessagePort) {
    port.on('message', (message: ToThread) => {
      if ('taken' in message) this.onTaken?.();
      else this.onRows?.(message);
    });
  }

  /** All bytes that are written to it leave the thread, as fast as they are taken. */
  readonly output = new Writable({
    highWaterMark: WAITING_BYTES,
    write: (bytes: Buffer, _encoding, done) => void this.hand(bytes).then(() => done(), done),
  });

  /** The file is whole. */
  end(): void {
    this.say({ done: true });
    this.port.close();
  }

  private say(message: FromThread, transfer: ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }

  /** Resolves when the bytes have been taken. */
  private hand(bytes: Buffer): Promise<void> {
    const taken = new Promise<void>((resolve) => (this.onTaken = resolve));
    const own = new Uint8Array(bytes);
    this.say({ bytes: own }, [own.buffer]);
    return taken;
  }

  async *rows(): AsyncIterable<string> {
    for (;;) {
      const answer = new Promise<ToThread>((resolve) => (this.onRows = resolve));
      this.say({ want: true });
      const message = await answer;
      if ('text' in message) yield message.text;
      if ('summary' in message) {
        this.summary = message.summary;
        return;
      }
    }
  }
}
