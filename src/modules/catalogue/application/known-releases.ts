import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ReleaseRepository } from '../domain/release.repository';

const REMEMBERED = 50_000;

/** Tells known release ids from unknown ones at the speed of the ingest. Releases never go, so it may remember. */
@Injectable()
export class KnownReleases {
  private readonly known = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(private readonly releases: ReleaseRepository) {}

  /** Those of `ids` that are not in the catalogue. */
  async findUnknown(ids: readonly string[]): Promise<Set<string>> {
    const unknown = new Set(ids.filter((id) => !this.known.has(id)));
    if (unknown.size === 0) return unknown;
    for (const id of await this.releases.findExistingIds([...unknown])) {
      this.known.set(id, true);
      unknown.delete(id);
    }
    return unknown;
  }
}
