import type { Type } from '@nestjs/common';
import type { DataTag } from './versions';

export const CACHED_ANSWER = 'kinoscope:cached-answer';

/** How answers of a route are cached. */
export interface CachedAnswerOptions<Dto extends object = never> {
  /** DTO of the body; it is checked before the cache is asked. */
  readonly body: Type<Dto>;
  /** Key of a valid request: the same for requests with the same answer, and for no others. */
  readonly key: (dto: Dto) => string;
  readonly ttlSeconds: number;
  /** What the answer is made of; erasures count always. */
  readonly tags: readonly DataTag[];
}
