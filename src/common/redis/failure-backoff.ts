import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { FailureBackoff } from '../kernel/failure-backoff';
import { Redis } from './redis';

/** Failures are remembered for so long after the first. */
const MEMORY_MS = 15 * 60_000;
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** After five failures a second, then twice as long each time, a minute at most. Shared by replicas through Redis. */
@Injectable()
export class SharedFailureBackoff extends FailureBackoff {
  private readonly failures = new LRUCache<string, number>({ max: 10_000, ttl: MEMORY_MS });
  private readonly waits = new LRUCache<string, number>({ max: 10_000, ttl: LONGEST_WAIT_MS });

  constructor(private readonly redis: Redis) {
    super();
  }

  async remaining(key: string): Promise<number> {
    const local = Math.max(0, (this.waits.get(key) ?? 0) - Date.now());
    if (!this.redis.client) return local;
    const shared = await this.redis.run((client) => client.pttl(waitKey(key))).catch(() => 0);
    return Math.max(local, shared);
  }

  async recordFailure(key: string): Promise<void> {
    const count = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, count, { noUpdateTTL: true });
    const shared = this.redis.client ? await this.countShared(key).catch(() => 0) : 0;
    const wait = waitAfter(Math.max(count, shared));
    if (wait === 0) return;
    this.waits.set(key, Date.now() + wait);
    if (this.redis.client)
      await this.redis.run((client) => client.set(waitKey(key), 1, 'PX', wait)).catch(() => null);
  }

  async forget(key: string): Promise<void> {
    this.failures.delete(key);
    this.waits.delete(key);
    if (this.redis.client)
      await this.redis.run((client) => client.del(failureKey(key), waitKey(key))).catch(() => 0);
  }

  private countShared(key: string): Promise<number> {
    return this.redis.run(async (client) => {
      const [counted] =
        (await client.multi().incr(failureKey(key)).pexpire(failureKey(key), MEMORY_MS, 'NX').exec()) ?? [];
      return Number(counted?.[1] ?? 0);
    });
  }
}

const failureKey = (key: string) => `kinoscope:failures:${key}`;
const waitKey = (key: string) => `kinoscope:wait:${key}`;

function waitAfter(failures: number): number {
  return failures < FREE_FAILURES
    ? 0
    : Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS);
}
