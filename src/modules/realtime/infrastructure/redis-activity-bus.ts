import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import type { Redis as IoRedis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { answeredWithin } from '../../../common/kernel/answered-within';
import { Redis } from '../../../common/redis/redis';
import { Metrics } from '../../../common/telemetry/metrics';
import { type Activity, partsOf } from '../domain/activity';
import { ActivityBus, type BusListener } from '../domain/activity-bus';

const CHANNEL = 'kinoscope:realtime';
/** Users and conversions in one message, of some 40 and 80 bytes each. */
const NAMES_PER_MESSAGE = 1_000;
/** A connection that broke without a word is noticed so soon. */
const PING_EVERY_MS = 1_000;
const ANSWER_MS = 500;
const TRY_AGAIN_MS = 400;

/** `missed`: the sender could not say something. */
type Message = { readonly from: string } & (Activity | { readonly missed: true });

/** The bus over Redis Pub/Sub. What this process publishes it hears by itself, and without Redis nobody else does. */
@Injectable()
export class RedisActivityBus extends ActivityBus implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisActivityBus.name);
  private readonly process = randomUUID();
  private listener: BusListener | null = null;
  private subscriber: IoRedis | null = null;
  private stopped = false;
  /** Others have not been told of something. */
  private untold = false;

  constructor(
    private readonly redis: Redis,
    private readonly metrics: Metrics,
  ) {
    super();
    redis.onRecovery(async () => {
      if (!this.untold) return;
      await redis.client?.publish(CHANNEL, this.write({ missed: true }));
      this.untold = false;
    });
  }

  listen(listener: BusListener): void {
    this.listener = listener;
    listener.missed();
    if (!this.redis.client) return this.metrics.realtimeBusUp.set(1);
    void this.keepListening(this.redis.client, listener);
  }

  async publish(activity: Activity): Promise<void> {
    this.listener?.heard(activity);
    if (!this.redis.client) return;
    try {
      for (const part of partsOf(activity, NAMES_PER_MESSAGE))
        await this.redis.run((client) => client.publish(CHANNEL, this.write(part)));
    } catch {
      // The breaker logs why.
      this.untold = true;
      this.metrics.realtimeUntold.inc();
    }
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    this.drop();
  }

  private async keepListening(client: IoRedis, listener: BusListener): Promise<void> {
    while (!this.stopped) {
      try {
        if (!this.subscriber) await this.connect(client, listener);
        await delay(PING_EVERY_MS, undefined, { ref: false });
        await answeredWithin(ANSWER_MS, this.subscriber!.ping());
      } catch (error) {
        if (this.stopped) return;
        if (this.subscriber) this.logger.warn({ err: error }, 'Other processes cannot be heard over Redis');
        this.drop();
        await delay(TRY_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  private async connect(client: IoRedis, listener: BusListener): Promise<void> {
    const subscriber = client.duplicate();
    // What goes wrong shows in the commands; without a listener it would end the process.
    subscriber.on('error', () => undefined);
    subscriber.on('message', (_channel, text: string) => this.pass(text, listener));
    try {
      await subscriber.connect();
      await answeredWithin(ANSWER_MS, subscriber.subscribe(CHANNEL));
      if (this.stopped) return subscriber.disconnect();
    } catch (error) {
      subscriber.disconnect();
      throw error;
    }
    this.subscriber = subscriber;
    this.metrics.realtimeBusUp.set(1);
    this.logger.log('Other processes are heard over Redis');
    listener.missed();
  }

  private pass(text: string, listener: BusListener): void {
    try {
      const message = JSON.parse(text) as Message;
      if (message.from === this.process) return;
      if ('missed' in message) listener.missed();
      else listener.heard(message);
    } catch (error) {
      this.logger.warn({ err: error }, 'A message of another process could not be read');
      listener.missed();
    }
  }

  private write(content: Activity | { missed: true }): string {
    return JSON.stringify({ from: this.process, ...content } satisfies Message);
  }

  private drop(): void {
    this.subscriber?.disconnect();
    this.subscriber = null;
    this.metrics.realtimeBusUp.set(0);
  }
}
