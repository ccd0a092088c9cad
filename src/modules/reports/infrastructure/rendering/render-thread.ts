import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { on } from 'node:events';
import { extname, join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { THREAD_ENVIRONMENT } from '../../../../common/config/thread-environment';
import type { FromThread, RenderTask, SummaryLine, ToThread } from './tasks';

/** More waiting than exports can run at a time is a fault. */
const MAX_WAITING = 10;
/** The thread, and all that Excel and PDF files need, goes as soon as it has nothing to do. */
const IDLE_MS = 1_000;
/** In MB. A sheet streams through; the second figure is what short-lived objects may take before they are collected. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

/** What the thread asks for while it works on a workbook. */
export interface Feed {
  readonly rows: AsyncIterable<Uint8Array>;
  /** Called when the rows have ended. */
  summary(): readonly SummaryLine[];
}

/** Makes files in one thread beside the event loop, one at a time. */
@Injectable()
export class RenderThread implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    minThreads: 0,
    maxThreads: 1,
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_MS,
    resourceLimits: LIMITS,
    env: THREAD_ENVIRONMENT,
  });

  /** The file's bytes. Rows are read no faster than bytes are taken; leaving the loop ends the thread's work. */
  async *render(task: RenderTask, feed: Feed | null, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const { port1, port2 } = new MessageChannel();
    const over = new AbortController();
    const work = this.pool.run(
      { task, port: port2 },
      { filename: workerOf(task), transferList: [port2], signal: AbortSignal.any([signal, over.signal]) },
    ) as Promise<void>;
    let failure: unknown;
    const failed = new AbortController();
    work.catch((error: unknown) => {
      failure = error;
      failed.abort();
    });
    try {
      yield* this.serve(port1, feed, failed.signal);
      await work;
    } catch (error) {
      throw failure ?? error;
    } finally {
      over.abort();
      port1.close();
      await work.catch(() => undefined);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private async *serve(port: MessagePort, feed: Feed | null, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const rows = feed?.rows[Symbol.asyncIterator]();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    try {
      for await (const [message] of on(port, 'message', { signal }) as AsyncIterable<[FromThread]>) {
        if ('done' in message) return;
        if ('bytes' in message) {
          yield message.bytes;
          port.postMessage({ taken: true } satisfies ToThread);
        } else {
          const next = await rows!.next();
          if (next.done) port.postMessage({ summary: feed!.summary() } satisfies ToThread);
          else port.postMessage({ text: decoder.decode(next.value, { stream: true }) } satisfies ToThread);
        }
      }
    } finally {
      await rows?.return?.();
    }
  }
}

/** Neither loads what only the other needs. */
const workerOf = ({ kind }: RenderTask) => join(__dirname, `${kind}-worker${extname(__filename)}`);
