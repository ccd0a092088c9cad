import { Injectable, OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../../common/kernel/domain-error';
import { EventBus } from '../../../common/kernel/event-bus';
import type { AbTest } from '../domain/ab-test';
import { AbTestRepository } from '../domain/ab-test.repository';
import { TestsChanged } from '../domain/events';

/** How long another process may not notice that a test has been changed. */
const TTL_MS = 1_000;
const REMEMBERED = 1_000;

/** Tests that are asked for all the time. This process notices changes at once. */
@Injectable()
export class KnownTests implements OnModuleInit {
  private readonly known = new LRUCache<string, AbTest>({ max: REMEMBERED, ttl: TTL_MS });
  private changes = 0;

  constructor(
    private readonly tests: AbTestRepository,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(TestsChanged, () => {
      this.changes++;
      this.known.clear();
    });
  }

  /** Throws `test.not_found`. */
  async get(testId: string): Promise<AbTest> {
    const known = this.known.get(testId);
    if (known) return known;
    const { changes } = this;
    const test = await this.tests.find(testId);
    if (!test) throw new DomainError('not_found', 'test.not_found');
    // What was read before a change must not outlive it.
    if (changes === this.changes) this.known.set(testId, test);
    return test;
  }
}
