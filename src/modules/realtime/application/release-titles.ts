import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { answeredWithin } from '../../../common/kernel/answered-within';
import { EventBus } from '../../../common/kernel/event-bus';
import { ReleaseRepository, ReleasesChanged } from '../../catalogue';

const REMEMBERED = 20_000;
/** How long another process may not notice a changed title. */
const TTL_MS = 60_000;
/** A frame without titles is better than none. */
const PATIENCE_MS = 500;

/** Titles at hand, so that frames need not wait for the database. */
@Injectable()
export class ReleaseTitles implements OnModuleInit {
  private readonly logger = new Logger(ReleaseTitles.name);
  private readonly titles = new LRUCache<string, string>({ max: REMEMBERED, ttl: TTL_MS });

  constructor(
    private readonly releases: ReleaseRepository,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(ReleasesChanged, () => this.titles.clear());
  }

  /** Null: not at hand. */
  of(releaseId: string): string | null {
    return this.titles.get(releaseId) ?? null;
  }

  knows(releaseIds: readonly string[]): boolean {
    return releaseIds.every((id) => this.titles.has(id));
  }

  /** Resolves in bounded time, also when the titles cannot be read. */
  async learn(releaseIds: readonly string[]): Promise<void> {
    const unknown = releaseIds.filter((id) => !this.titles.has(id));
    if (unknown.length === 0) return;
    try {
      const found = await answeredWithin(PATIENCE_MS, this.releases.find(unknown));
      for (const { id, title } of found) this.titles.set(id, title);
    } catch (error) {
      this.logger.warn({ err: error }, 'Titles could not be read');
    }
  }
}
