import { Injectable, Logger, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Redis as IoRedis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { Settings } from '../config/settings';
import { answeredWithin, NoAnswer } from '../kernel/answered-within';

/** Upper bound of every wait on Redis that a request can have. */
const COMMAND_TIMEOUT_MS = 50;
const CONNECT_TIMEOUT_MS = 500;
/** How long a connection that is given up may take to close by itself. */
const DISCONNECT_TIMEOUT_MS = 50;

/** So many silences, each begun after the last one ended, open the breaker; from then on nobody waits. */
const SILENCES_TO_OPEN = 2;
const TRY_AGAIN_EVERY_MS = 400;

/** Redis answers, but says that it cannot serve. */
const USELESS_REPLY = /^(LOADING|BUSY|READONLY|MASTERDOWN|NOAUTH)/;

class RedisUnavailable extends Error {
  constructor() {
    super('Redis is not available');
  }
}

/**
 * The one connection for commands, behind a circuit breaker: when Redis is refused, slow, black-holed or frozen, the
 * connection is given up and calls fail at once, until a new one has proved good.
 */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Redis.name);
  private readonly recoveryListeners: (() => Promise<void>)[] = [];
  private usable = false;
  private stopped = false;
  /** Something could not be said to Redis since the listeners of the recovery were last called. */
  private untold = false;
  private silences = 0;
  private lastSilenceAt = 0;

  /** Null without REDIS_URL. Commands that requests wait for go through {@link run}. */
  readonly client: IoRedis | null;

  constructor({ REDIS_URL }: Settings) {
    this.client = REDIS_URL ? makeClient(REDIS_URL) : null;
    // What goes wrong shows in the commands; without a listener it would end the process.
    this.client?.on('error', () => undefined);
    this.client?.on('close', () => this.giveUp('the connection broke'));
  }

  get state(): 'up' | 'down' | 'disabled' {
    if (!this.client) return 'disabled';
    return this.usable ? 'up' : 'down';
  }

  /** Called each time Redis can be used again, the first time included, before anybody uses it. */
  onRecovery(listener: () => Promise<void>): void {
    this.recoveryListeners.push(listener);
  }

  /** Waits for one attempt, so that a service with a good Redis never begins without it. */
  async onModuleInit(): Promise<void> {
    if (!this.client) return;
    try {
      await this.connect(this.client);
    } catch (error) {
      this.logger.warn({ err: error }, 'Beginning without Redis');
      void this.connectAgain(this.client);
    }
  }

  /** Runs a command, or fails in bounded time. */
  async run<T>(command: (client: IoRedis) => Promise<T>): Promise<T> {
    if (!this.client || !this.usable) throw new RedisUnavailable();
    const began = performance.now();
    try {
      const result = await answeredWithin(COMMAND_TIMEOUT_MS, command(this.client));
      this.silences = 0;
      return result;
    } catch (error) {
      if (error instanceof NoAnswer) this.noteSilence(began);
      else if (error instanceof Error && USELESS_REPLY.test(error.message)) this.giveUp(error.message);
      throw error;
    }
  }

  /**
   * Opens the breaker: for a caller who could not say something that Redis must know before it is used again. The
   * listeners of the recovery say it. `reason` goes into the log.
   */
  giveUp(reason: string): void {
    this.untold = true;
    if (!this.client || !this.usable) return;
    this.usable = false;
    if (this.stopped) return;
    this.logger.warn(`Going on without Redis: ${reason}`);
    this.client.disconnect();
    void this.connectAgain(this.client);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.usable = false;
    this.client?.disconnect();
    return Promise.resolve();
  }

  /** Commands that fell silent together are one silence. */
  private noteSilence(began: number): void {
    if (began < this.lastSilenceAt) return;
    this.lastSilenceAt = performance.now();
    if (++this.silences >= SILENCES_TO_OPEN) this.giveUp('it does not answer');
  }

  private async connectAgain(client: IoRedis): Promise<void> {
    while (!this.usable) {
      await delay(TRY_AGAIN_EVERY_MS, undefined, { ref: false });
      if (this.stopped) return;
      await this.connect(client).catch(() => undefined);
    }
  }

  private async connect(client: IoRedis): Promise<void> {
    try {
      await client.connect();
      await answeredWithin(COMMAND_TIMEOUT_MS, client.ping());
      do {
        this.untold = false;
        for (const listener of this.recoveryListeners) await answeredWithin(COMMAND_TIMEOUT_MS, listener());
      } while (this.untold);
      if (this.stopped || client.status !== 'ready') throw new RedisUnavailable();
    } catch (error) {
      client.disconnect();
      throw error;
    }
    this.silences = 0;
    this.lastSilenceAt = performance.now();
    this.usable = true;
    this.logger.log('Redis is in use');
  }
}

function makeClient(url: string): IoRedis {
  return new IoRedis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // The ping of every attempt, which is bounded, stands for ioredis' own checks, which are not.
    enableReadyCheck: false,
    disableClientInfo: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    // Connecting again is the breaker's business.
    retryStrategy: () => null,
  });
}
