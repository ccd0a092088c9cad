import type { OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

interface Window {
  hits: number;
  endsAt: number;
  /** 0: nobody is kept out. */
  blockedUntil: number;
}

const SWEEP_MS = 60_000;

/**
 * Counts hits in windows that begin with the first hit, and keeps out who goes over the limit; as the script in Redis does.
 * Nest's own store remembers the moment of each hit and reads them all at the next one, which costs a busy key more than
 * the rest of its request.
 */
export class WindowCounters implements ThrottlerStorage, OnApplicationShutdown {
  private readonly windows = new Map<string, Window>();
  private readonly sweeping = setInterval(() => this.sweep(), SWEEP_MS).unref();

  increment(key: string, ttl: number, limit: number, blockDuration: number, name: string): Promise<Hit> {
    const now = Date.now();
    const window = this.windowOf(`${name} ${key}`, now, ttl);
    window.hits++;
    if (window.hits > limit && window.blockedUntil === 0) window.blockedUntil = now + blockDuration;
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire: seconds(window.endsAt - now),
      isBlocked: window.blockedUntil > 0,
      timeToBlockExpire: window.blockedUntil > 0 ? seconds(window.blockedUntil - now) : 0,
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
  }

  private windowOf(key: string, now: number, ttl: number): Window {
    const known = this.windows.get(key);
    if (known && !isOver(known, now)) return known;
    const window = { hits: 0, endsAt: now + ttl, blockedUntil: 0 };
    this.windows.set(key, window);
    return window;
  }

  private sweep(): void {
    const now = Date.now();
    for (const [key, window] of this.windows) if (isOver(window, now)) this.windows.delete(key);
  }
}

/** Who is kept out stays out until the block ends, though the window be over. */
const isOver = ({ endsAt, blockedUntil }: Window, now: number) => now >= (blockedUntil || endsAt);

const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1_000);
