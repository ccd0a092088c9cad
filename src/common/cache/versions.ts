import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';

/** What answers can be made of. A write to one of them makes the answers made of it old. */
export const DATA_TAGS = ['views', 'users', 'releases', 'models', 'erasures'] as const;
export type DataTag = (typeof DATA_TAGS)[number];

/** Random names of states of the data: equal ones mean that nothing has changed. */
export type Versions = Readonly<Partial<Record<DataTag, string>>>;

/** Says in which state the data are. */
export interface VersionTable {
  read(tags: readonly DataTag[]): Promise<Versions>;
  /** The data have changed. */
  renew(tags: readonly DataTag[]): Promise<void>;
}

/** What this process knows. */
export class LocalVersions implements VersionTable {
  private readonly versions = new Map<DataTag, string>();

  async read(tags: readonly DataTag[]): Promise<Versions> {
    await this.renew(tags.filter((tag) => !this.versions.has(tag)));
    return Object.fromEntries(tags.map((tag) => [tag, this.versions.get(tag)]));
  }

  renew(tags: readonly DataTag[]): Promise<void> {
    for (const tag of tags) this.versions.set(tag, randomUUID());
    return Promise.resolve();
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
      const drawn = tags.map((tag) => this.client.set(keyOf(tag), randomUUID(), 'NX'));
      // Whoever was first to draw has drawn for all.
      [values] = await Promise.all([this.client.mget(tags.map(keyOf)), ...drawn]);
    }
    return Object.fromEntries(tags.map((tag, index) => [tag, values[index] ?? randomUUID()]));
  }

  async renew(tags: readonly DataTag[]): Promise<void> {
    await this.client.mset(Object.fromEntries(tags.map((tag) => [keyOf(tag), randomUUID()])));
  }
}
