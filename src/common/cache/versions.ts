import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';

/** What answers can be made of. A write to one of them makes the answers made of it old. */
export const COMMON_TAGS = [
  'views',
  'viewers',
  'users',
  'releases',
  'payments',
  'models',
  'tests',
  'erasures',
] as const;

/**
 * One viewer's own views and account, for which `viewers` stands for those of all; or the assignments and events of one
 * A/B test, whose set-up is in `tests`.
 */
export type SubjectTag = `viewer:${string}` | `test:${string}`;

export type DataTag = (typeof COMMON_TAGS)[number] | SubjectTag;

export const isSubjectTag = (tag: DataTag): tag is SubjectTag => tag.includes(':');

/**
 * Versions of single subjects are forgotten after so long, more than any answer lives: a version that is drawn anew makes
 * answers old at worst.
 */
const SUBJECT_VERSION_SECONDS = 7_200;
/** And in a process the ones that were used last are kept. */
const MOST_SUBJECT_VERSIONS = 20_000;

/** Random names of states of the data: equal ones mean that nothing has changed. */
export type Versions = Readonly<Partial<Record<DataTag, string>>>;

/** Says in which state the data are. */
export interface VersionTable {
  read(tags: readonly DataTag[]): Promise<Versions>;
  /** The data have changed. Of a single subject nothing stays until it is asked for again: it may have been erased. */
  renew(tags: readonly DataTag[]): Promise<void>;
}

/** What this process knows. */
export class LocalVersions implements VersionTable {
  private readonly common = new Map<DataTag, string>();
  private readonly subjects = new LRUCache<SubjectTag, string>({ max: MOST_SUBJECT_VERSIONS });

  read(tags: readonly DataTag[]): Promise<Versions> {
    return Promise.resolve(Object.fromEntries(tags.map((tag) => [tag, this.find(tag) ?? this.draw(tag)])));
  }

  renew(tags: readonly DataTag[]): Promise<void> {
    for (const tag of tags) {
      if (isSubjectTag(tag)) this.subjects.delete(tag);
      else this.draw(tag);
    }
    return Promise.resolve();
  }

  private find(tag: DataTag): string | undefined {
    return isSubjectTag(tag) ? this.subjects.get(tag) : this.common.get(tag);
  }

  private draw(tag: DataTag): string {
    const version = randomUUID();
    if (isSubjectTag(tag)) this.subjects.set(tag, version);
    else this.common.set(tag, version);
    return version;
  }
}

const keyOf = (tag: DataTag) => `kinoscope:version:${tag}`;

/** What all processes know together. */
export class RedisVersions implements VersionTable {
  constructor(private readonly client: Redis) {}

  /** A version that is not there, being the first one or evicted, is drawn: two times without must not look alike. */
  async read(tags: readonly DataTag[]): Promise<Versions> {
    let values = await this.client.mget(tags.map(keyOf));
    if (values.includes(null)) {
      const drawn = tags.map((tag) =>
        isSubjectTag(tag)
          ? this.client.set(keyOf(tag), randomUUID(), 'EX', SUBJECT_VERSION_SECONDS, 'NX')
          : this.client.set(keyOf(tag), randomUUID(), 'NX'),
      );
      // Whoever was first to draw has drawn for all.
      [values] = await Promise.all([this.client.mget(tags.map(keyOf)), ...drawn]);
    }
    return Object.fromEntries(tags.map((tag, index) => [tag, values[index] ?? randomUUID()]));
  }

  async renew(tags: readonly DataTag[]): Promise<void> {
    const subjects = tags.filter(isSubjectTag);
    const common = tags.filter((tag) => !isSubjectTag(tag));
    await Promise.all([
      ...(common.length > 0
        ? [this.client.mset(Object.fromEntries(common.map((tag) => [keyOf(tag), randomUUID()])))]
        : []),
      ...(subjects.length > 0 ? [this.client.unlink(subjects.map(keyOf))] : []),
    ]);
  }
}
