import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { AnswerCacheInterceptor } from './answer-cache.interceptor';
import { CACHED_ANSWER, type CachedAnswerOptions } from './cached-answer';

/** Serves a route from the cache; the interceptor sets `X-Cache` and `Age`. */
export const ServeFromCache = <Dto extends object>(options: CachedAnswerOptions<Dto>) =>
  applyDecorators(SetMetadata(CACHED_ANSWER, options), UseInterceptors(AnswerCacheInterceptor));
