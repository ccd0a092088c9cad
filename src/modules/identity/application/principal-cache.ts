import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../common/kernel/clock';
import type { UserPrincipal } from '../domain/principal';

/** How long another process may not notice a changed role or an erased account. */
const TTL_MS = 30_000;
const CACHED_PRINCIPALS = 10_000;

/** Roles of recent callers, so that not every request asks the database. This process forgets changes at once. */
@Injectable()
export class PrincipalCache extends LRUCache<string, UserPrincipal> {
  constructor(clock: Clock) {
    super({ max: CACHED_PRINCIPALS, ttl: TTL_MS, perf: { now: () => clock.now().getTime() } });
  }
}
