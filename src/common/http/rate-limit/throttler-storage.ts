import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { Redis } from '../../redis/redis';
import { WindowCounters } from './window-counters';

/**
 * Counts in Redis for all replicas together, and in this process too: that count is there already when Redis goes
 * away, so nobody begins anew.
 */
@Injectable()
export class SharedThrottlerStorage implements ThrottlerStorage, OnApplicationShutdown {
  private readonly local = new WindowCounters();
  private readonly shared: ThrottlerStorageRedisService | null;

  constructor(private readonly redis: Redis) {
    this.shared = redis.client && new ThrottlerStorageRedisService(redis.client);
  }

  async increment(
    ...hit: Parameters<ThrottlerStorage['increment']>
  ): ReturnType<ThrottlerStorage['increment']> {
    const { shared } = this;
    const counted = this.local.increment(...hit);
    return shared ? this.redis.run(() => shared.increment(...hit)).catch(() => counted) : counted;
  }

  onApplicationShutdown(): void {
    this.local.onApplicationShutdown();
  }
}
