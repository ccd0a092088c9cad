import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../kernel/clock';
import { Redis } from '../redis/redis';
import { type AnswerStore, AnswerStores, type CachedAnswer, type Found } from './answer-store';
import { VersionFeed } from './version-feed';
import { COMMON_TAGS, type DataTag, isSubjectTag, type Versions } from './versions';

/** What is known about a request before anything is computed for it. */
export type Lookup = {
  /** Where a new answer is to be kept; null: nowhere can be trusted now. */
  readonly store: AnswerStore | null;
  readonly versions: Versions;
} & (
  | { readonly state: 'hit'; readonly answer: CachedAnswer }
  /** May be served, while it is being made anew. */
  | { readonly state: 'stale'; readonly answer: CachedAnswer }
  | { readonly state: 'miss' }
);

/**
 * The streams of views and of the events of A/B tests alone may leave answers outdated: they never end, and would leave
 * nothing to serve. Other writes are rare, and nobody must find in an answer a person who has been erased.
 */
export const mayBeOutdated = (tag: DataTag): boolean =>
  tag === 'views' || tag === 'viewers' || isSubjectTag(tag);
/** An outdated answer is served for so long after it was made, and therefore after the change. */
export const MAX_OUTDATED_MS = 5_000;
/** From this age on it is made anew in the background. */
const RENEW_OUTDATED_MS = 3_000;
/** At the end of its life every answer is: for a tenth of it, but a minute at most. */
const renewalWindow = (ttlMs: number) => Math.min(ttlMs / 10, 60_000);

/**
 * Answers by key, in Redis or, without Redis, in this process, which hears of the writes of others through
 * PostgreSQL. While it can hear of neither nothing is cached.
 */
@Injectable()
export class AnswerCache implements OnApplicationBootstrap {
  constructor(
    private readonly stores: AnswerStores,
    private readonly redis: Redis,
    private readonly feed: VersionFeed,
    private readonly clock: Clock,
  ) {
    // Redis may hold answers from before changes that it has not been told of.
    redis.onRecovery(async () => {
      await stores.shared?.renew(COMMON_TAGS);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.feed.listen({
      changed: async ({ tags, shared }) => {
        await this.stores.local.renew(tags);
        if (!shared) await this.renewShared(tags);
      },
      missed: async () => {
        await this.stores.local.renew(COMMON_TAGS);
        await this.renewShared(COMMON_TAGS);
      },
    });
  }

  /** Looks an answer up that is made of `tags`; erasures count always. */
  async find(key: string, tags: readonly DataTag[], ttlMs: number): Promise<Lookup> {
    const watched: DataTag[] = [...tags, 'erasures'];
    const { store, answer, versions } = await this.read(key, watched);
    if (!answer) return { state: 'miss', store, versions };
    const changed = watched.filter((tag) => answer.versions[tag] !== versions[tag]);
    const isOutdated = changed.length > 0;
    const age = this.clock.now().getTime() - answer.madeAt;
    if (changed.some((tag) => !mayBeOutdated(tag)) || age >= (isOutdated ? MAX_OUTDATED_MS : ttlMs)) {
      return { state: 'miss', store, versions };
    }
    const renewalAge = isOutdated ? RENEW_OUTDATED_MS : ttlMs - renewalWindow(ttlMs);
    return { state: age >= renewalAge ? 'stale' : 'hit', answer, store, versions };
  }

  /** Keeps an answer where it was missing, if that is still possible. */
  async store({ store }: Lookup, key: string, answer: CachedAnswer, ttlMs: number): Promise<void> {
    const { local, shared } = this.stores;
    if (store === local) await local.write(key, answer, ttlMs);
    if (store && store === shared) {
      await this.redis.run(() => shared.write(key, answer, ttlMs)).catch(() => undefined);
    }
  }

  /** Says that data have changed; resolves when no answer from before will be taken for a fresh one here. */
  async renewVersions(tags: readonly DataTag[]): Promise<void> {
    await this.stores.local.renew(tags);
    const shared = await this.renewShared(tags);
    await this.feed.publish({ tags, shared });
  }

  private async renewShared(tags: readonly DataTag[]): Promise<boolean> {
    const { shared } = this.stores;
    if (!shared) return false;
    try {
      await this.redis.run(() => shared.renew(tags));
      return true;
    } catch {
      // Redis must not serve what it believes to be fresh; with its recovery all versions are renewed.
      this.redis.giveUp('it was not told of a change');
      return false;
    }
  }

  private async read(key: string, tags: readonly DataTag[]): Promise<Found & { store: AnswerStore | null }> {
    const { local, shared } = this.stores;
    if (shared) {
      const found = await this.redis.run(() => shared.read(key, tags)).catch(() => null);
      if (found) return { store: shared, ...found };
    }
    const found = await local.read(key, tags);
    return this.feed.isListening ? { store: local, ...found } : { ...found, store: null, answer: null };
  }
}
