import type { Type } from '@nestjs/common';
import type { DataTag } from './versions';

export const CACHED_ANSWER = 'kinoscope:cached-answer';

/** How answers of a route are cached. */
export interface CachedAnswerOptions<Dto extends object = never> {
  /** Where the request's parameters lie; the path is always one of the places. */
  readonly from: 'body' | 'query';
  /** DTO of them; it is checked before the cache is asked. */
  readonly dto: Type<Dto>;
  /** Key of a valid request: the same for requests with the same answer, and for no others. */
  readonly key: (dto: Dto, path: Readonly<Record<string, string>>) => string;
  readonly ttlSeconds: number;
  /** What the answer is made of; erasures count always. */
  readonly tags: (dto: Dto, path: Readonly<Record<string, string>>) => readonly DataTag[];
}
