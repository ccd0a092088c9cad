import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { Redis as IoRedis } from 'ioredis';
import { Settings } from '../config/settings';

/** Upper bound of every wait on Redis that a request can have. */
const COMMAND_TIMEOUT_MS = 50;
const CONNECT_TIMEOUT_MS = 500;
const MAX_RECONNECT_DELAY_MS = 1_000;

/** So many failures in a row open the breaker; from then on nobody waits. */
const FAILURES_TO_OPEN = 3;
const PROBE_EVERY_MS = 500;

export class RedisUnavailable extends Error {
  constructor() {
    super('Redis is not available');
  }
}

/**
 * The one connection for commands, behind a circuit breaker: while Redis is refused, slow, black-holed or
 * frozen, calls fail at once and a probe in the background finds out when it is back.
 */
@Injectable()
export class Redis implements OnApplicationShutdown {
  private readonly logger = new Logger(Redis.name);
  private readonly recoveryListeners: (() => Promise<void>)[] = [];
  private failures = 0;
  private open = false;
  private probe?: NodeJS.Timeout;

  /** Null without REDIS_URL. Commands that requests wait for go through {@link run}. */
  readonly client: IoRedis | null;

  constructor({ REDIS_URL }: Settings) {
    this.client = REDIS_URL ? connect(REDIS_URL) : null;
    // Errors of the connection show in the commands; without a listener they would end the process.
    this.client?.on('error', () => undefined);
    if (this.client) this.openBreaker();
  }

  get state(): 'up' | 'down' | 'disabled' {
    if (!this.client) return 'disabled';
    return this.open ? 'down' : 'up';
  }

  /** Called each time Redis can be used again, the first time included, before anybody uses it. */
  onRecovery(listener: () => Promise<void>): void {
    this.recoveryListeners.push(listener);
  }

  /** Runs a command, or fails with {@link RedisUnavailable} in bounded time. */
  async run<T>(command: (client: IoRedis) => Promise<T>): Promise<T> {
    if (!this.client || this.open) throw new RedisUnavailable();
    try {
      const result = await command(this.client);
      this.failures = 0;
      return result;
    } catch (error) {
      if (isReply(error)) throw error;
      this.failures++;
      if (this.failures >= FAILURES_TO_OPEN && !this.open) this.openBreaker();
      throw new RedisUnavailable();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.probe);
    this.client?.disconnect();
    return Promise.resolve();
  }

  private openBreaker(): void {
    if (this.failures > 0) this.logger.warn('Redis does not answer; going on without it');
    this.open = true;
    this.scheduleProbe(0);
  }

  private scheduleProbe(delay: number): void {
    this.probe = setTimeout(() => void this.tryAgain(), delay);
    this.probe.unref();
  }

  private async tryAgain(): Promise<void> {
    const client = this.client!;
    try {
      if (client.status === 'wait' || client.status === 'end') await client.connect();
      await client.ping();
      for (const listener of this.recoveryListeners) await listener();
      if (this.failures > 0) this.logger.log('Redis answers again');
      this.failures = 0;
      this.open = false;
    } catch {
      this.failures++;
      // A connection that stays silent may be dead without knowing it.
      if (client.status === 'ready') client.disconnect(true);
      this.scheduleProbe(PROBE_EVERY_MS);
    }
  }
}

/** Redis has answered, but with an error: it is there. */
function isReply(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ReplyError' &&
    !/^(LOADING|BUSY|READONLY|MASTERDOWN)/.test(error.message)
  );
}

function connect(url: string): IoRedis {
  return new IoRedis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_DELAY_MS),
  });
}
