import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { answeredWithin } from '../../../common/kernel/answered-within';
import { ReleaseRepository } from '../../catalogue';

const REMEMBERED = 20_000;
/** After so long a title is shown once more and read anew: a changed one is seen within five seconds. */
const TTL_MS = 3_000;
/** A frame without titles is better than none. */
const PATIENCE_MS = 500;

/** Titles at hand, so that frames need not wait for the database. */
@Injectable()
export class ReleaseTitles {
  private readonly logger = new Logger(ReleaseTitles.name);
  private readonly titles = new LRUCache<string, string>({
    max: REMEMBERED,
    ttl: TTL_MS,
    allowStale: true,
    noDeleteOnStaleGet: true,
  });

  constructor(private readonly releases: ReleaseRepository) {}

  /** Null: never read. */
  of(releaseId: string): string | null {
    return this.titles.get(releaseId) ?? null;
  }

  /** Reads those that are not fresh. Resolves in bounded time, also when they cannot be read. */
  async learn(releaseIds: readonly string[]): Promise<void> {
    const old = releaseIds.filter((id) => !this.titles.has(id));
    if (old.length === 0) return;
    try {
      const found = await answeredWithin(PATIENCE_MS, this.releases.find(old));
      for (const { id, title } of found) this.titles.set(id, title);
    } catch (error) {
      this.logger.warn({ err: error }, 'Titles could not be read');
    }
  }
}
