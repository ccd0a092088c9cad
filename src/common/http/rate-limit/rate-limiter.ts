import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Settings } from '../../config/settings';
import { DomainError } from '../../kernel/domain-error';
import { Metrics } from '../../telemetry/metrics';
import { clientNetwork } from './client-network';
import { SharedThrottlerStorage } from './throttler-storage';

const WINDOW_MS = 60_000;

/** What a request is counted on. */
export type RateBucket =
  | { readonly kind: 'ip' }
  | { readonly kind: 'admin'; readonly id: string }
  | { readonly kind: 'key'; readonly id: string };

/** Counts requests a minute on addresses, administrators and API keys, and refuses what is too much. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly storage: SharedThrottlerStorage,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /** Counts one attempt from an address. Throws a `limited` error when it is one too many. */
  async countAttempt(bucket: RateBucket, address: string): Promise<void> {
    const hit = await this.hit(bucket, address);
    if (hit.isBlocked) throw this.refusal(bucket, hit.reset);
  }

  /** Counts one request and sets the X-RateLimit headers. Throws a `limited` error when it is one too many. */
  async count(bucket: RateBucket, request: Request, response: Response): Promise<void> {
    const { limit, reset, totalHits, isBlocked } = await this.hit(bucket, request.ip ?? '');
    response.setHeader('X-RateLimit-Limit', limit);
    response.setHeader('X-RateLimit-Remaining', Math.max(0, limit - totalHits));
    response.setHeader('X-RateLimit-Reset', reset);
    if (isBlocked) throw this.refusal(bucket, reset);
  }

  private async hit(bucket: RateBucket, address: string) {
    const limit = this.limitOf(bucket);
    const key = bucket.kind === 'ip' ? `ip:${clientNetwork(address)}` : `${bucket.kind}:${bucket.id}`;
    const hit = await this.storage.increment(key, WINDOW_MS, limit, WINDOW_MS, 'requests');
    const reset = Math.max(1, hit.isBlocked ? hit.timeToBlockExpire : hit.timeToExpire);
    return { ...hit, limit, reset };
  }

  private refusal({ kind }: RateBucket, seconds: number): DomainError {
    this.metrics.rateLimited.inc({ bucket: kind });
    return new DomainError('limited', 'request.rate_limited', { seconds });
  }

  private limitOf(bucket: RateBucket): number {
    switch (bucket.kind) {
      case 'ip':
        return this.settings.RATE_LIMIT_PER_MINUTE;
      case 'admin':
        return this.settings.ADMIN_RATE_LIMIT_PER_MINUTE;
      case 'key':
        return this.settings.INGEST_RATE_LIMIT_PER_MINUTE;
    }
  }
}
