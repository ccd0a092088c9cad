import type { Keyv } from 'keyv';
import type { DataTag, Versions, VersionTable } from './versions';

export interface CachedAnswer {
  /** JSON text, the same for every caller. */
  readonly body: string;
  /** When its making began, in milliseconds since 1970. */
  readonly madeAt: number;
  /** The versions of its data from before it was made, so that a write in between shows. */
  readonly versions: Versions;
}

export interface Found {
  readonly answer: CachedAnswer | null;
  /** The versions of now. */
  readonly versions: Versions;
}

/**
 * Answers and the versions of their data in one place, Redis or this process. Which data an answer is of lies in its
 * value: a write replaces a version, and nothing has to be searched for.
 *
 * Goes past cache-manager to its Keyv: cache-manager makes failures look like absent keys.
 */
export class AnswerStore {
  constructor(
    private readonly answers: Keyv,
    private readonly versions: VersionTable,
  ) {}

  /** The answer, and in the same round trip the versions of `tags`. */
  async read(key: string, tags: readonly DataTag[]): Promise<Found> {
    const [answer, versions] = await Promise.all([
      this.answers.get<CachedAnswer>(key),
      this.versions.read(tags),
    ]);
    return { answer: isAnswer(answer) ? answer : null, versions };
  }

  async write(key: string, answer: CachedAnswer, ttlMs: number): Promise<void> {
    await this.answers.set(key, answer, ttlMs);
  }

  /** From now on no answer made of `tags` counts as fresh. After an erasure none from before it is even kept. */
  async renew(tags: readonly DataTag[]): Promise<void> {
    await this.versions.renew(tags);
    if (tags.includes('erasures')) await this.answers.clear();
  }
}

/** Another version of the service may have left something else under the key. */
function isAnswer(value: Partial<CachedAnswer> | undefined): value is CachedAnswer {
  return (
    typeof value?.body === 'string' && typeof value.madeAt === 'number' && typeof value.versions === 'object'
  );
}

/** Where answers are kept. Abstract class: the token to inject it by. */
export abstract class AnswerStores {
  /** In this process. */
  abstract readonly local: AnswerStore;
  /** In Redis; null without REDIS_URL. */
  abstract readonly shared: AnswerStore | null;
}
