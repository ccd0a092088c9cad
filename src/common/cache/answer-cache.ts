import { Inject, Injectable, Logger } from '@nestjs/common';
import { CACHE_MANAGER } from '@nestjs/cache-manager';
import type { Cache } from 'cache-manager';
import { randomUUID } from 'node:crypto';
import { Clock } from '../kernel/clock';
import { Redis } from '../redis/redis';
import { VersionFeed } from './version-feed';

/** What answers can be made of. A write to one of them makes the answers made of it old. */
export type DataTag = 'views' | 'users' | 'releases' | 'erasures';

export interface CachedAnswer {
  /** JSON text, the same for every caller. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** Which versions of its data it was made of. */
  readonly versions: Partial<Record<DataTag, string>>;
}

export type Lookup =
  | { readonly state: 'hit'; readonly answer: CachedAnswer }
  /** May be served, while it is being made anew. */
  | { readonly state: 'stale'; readonly answer: CachedAnswer; readonly versions: CachedAnswer['versions'] }
  | { readonly state: 'miss'; readonly versions: CachedAnswer['versions'] }
  /** The cache cannot be used now. */
  | { readonly state: 'bypass' };

/** An answer whose data have changed is served for so long after it was made, and therefore after the change. */
const MAX_OUTDATED_MS = 5_000;
/** At the end of its life an answer is made anew in the background: for a tenth of it, but a minute at most. */
const renewalWindow = (ttlMs: number) => Math.min(ttlMs / 10, 60_000);
/**
 * The stream of views alone may leave answers outdated: it never ends, and would leave nothing to serve. Other
 * writes are rare, and nobody must find in an answer a person who has been erased.
 */
const MAY_BE_OUTDATED: DataTag = 'views';
const ALL_TAGS: readonly DataTag[] = ['views', 'users', 'releases', 'erasures'];

const versionKey = (tag: DataTag) => `kinoscope:version:${tag}`;

/**
 * Answers by key, in Redis or, without REDIS_URL, in this process. Which data an answer is of lies in its
 * value: a write replaces a version, and nothing has to be searched for. While Redis is away nothing is
 * cached at all, as this process would not hear of the writes of others.
 */
@Injectable()
export class AnswerCache {
  private readonly logger = new Logger(AnswerCache.name);

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly redis: Redis,
    private readonly clock: Clock,
    private readonly feed: VersionFeed,
  ) {
    // Versions may have changed while this process could not hear of it, or was not there.
    if (redis.client) redis.onRecovery(() => this.setVersions(ALL_TAGS));
    else
      feed.listen(
        (tags) => this.setVersions(tags as DataTag[]),
        () => this.setVersions(ALL_TAGS),
      );
  }

  /** Looks an answer up, and in the same round trip the versions of the data it depends on. */
  async find(key: string, tags: readonly DataTag[], ttlMs: number): Promise<Lookup> {
    const watched: DataTag[] = [...tags, 'erasures'];
    const found = await this.read([key, ...watched.map(versionKey)]);
    if (!found) return { state: 'bypass' };
    const [answer, ...tokens] = found as [CachedAnswer | undefined, ...(string | undefined)[]];
    const versions = Object.fromEntries(watched.map((tag, index) => [tag, tokens[index] ?? '']));
    if (!answer) return { state: 'miss', versions };
    const age = this.clock.now().getTime() - answer.storedAt;
    const changed = watched.filter((tag) => answer.versions[tag] !== versions[tag]);
    const outdated = changed.length > 0;
    const servable = changed.every((tag) => tag === MAY_BE_OUTDATED) && (!outdated || age <= MAX_OUTDATED_MS);
    if (!servable || age >= ttlMs) return { state: 'miss', versions };
    return outdated || age > ttlMs - renewalWindow(ttlMs)
      ? { state: 'stale', answer, versions }
      : { state: 'hit', answer };
  }

  /** `versions` are those of before the answer was computed, so that a write in between shows. */
  async store(
    key: string,
    body: string,
    versions: CachedAnswer['versions'],
    ttlMs: number,
  ): Promise<CachedAnswer> {
    const answer: CachedAnswer = { body, storedAt: this.clock.now().getTime(), versions };
    const write = () => this.cache.set(key, answer, ttlMs);
    await (this.redis.client ? this.redis.run(write).catch(() => undefined) : write());
    return answer;
  }

  /** Says that data have changed; resolves when no answer from before will be taken for a fresh one here. */
  async renewVersions(tags: readonly DataTag[]): Promise<void> {
    // What cannot be written now is made up for when Redis is back: then all versions are renewed.
    if (this.redis.client) return this.redis.run(() => this.setVersions(tags)).catch(() => undefined);
    await this.setVersions(tags);
    await this.feed.publish(tags).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Other processes were not told of a change');
    });
  }

  private async setVersions(tags: readonly DataTag[]): Promise<void> {
    await Promise.all(tags.map((tag) => this.cache.set(versionKey(tag), randomUUID(), 0)));
  }

  private async read(keys: string[]): Promise<unknown[] | null> {
    if (!this.redis.client) return this.cache.mget(keys);
    try {
      return await this.redis.run(() => this.cache.mget(keys));
    } catch {
      return null;
    }
  }
}
