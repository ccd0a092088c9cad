import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A connection that is idle now may carry a request already; so long it can still be answered. */
const IDLE_GRACE_MS = 1_000;
/** Longer answers are cut off: the whole stop may take ten seconds. */
const LONGEST_ANSWER_MS = 5_000;

/**
 * Takes no new connections, answers what comes over the open ones, and waits for their end. Node's own close breaks
 * idle connections at once, and with them requests that are on their way.
 */
@Injectable()
export class GracefulStop implements BeforeApplicationShutdown {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.adapterHost.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server?.listening) return;
    const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    const idle = setTimeout(() => server.closeIdleConnections(), IDLE_GRACE_MS);
    const ended = await Promise.race([closed, delay(LONGEST_ANSWER_MS, 'cut', { ref: false })]);
    clearTimeout(idle);
    if (ended === 'cut') server.closeAllConnections();
  }
}
