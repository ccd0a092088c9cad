import { CACHE_MANAGER, CacheInterceptor } from '@nestjs/cache-manager';
import { type CallHandler, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Cache } from 'cache-manager';
import type { Request, Response } from 'express';
import { firstValueFrom, type Observable, of } from 'rxjs';
import { validationPipe } from '../http/validation/validation.pipe';
import { Clock } from '../kernel/clock';
import { Metrics } from '../telemetry/metrics';
import { AnswerCache, type Lookup, MAX_OUTDATED_MS, mayBeOutdated } from './answer-cache';
import type { CachedAnswer } from './answer-store';
import { CACHED_ANSWER, type CachedAnswerOptions } from './cached-answer';
import { SharedComputations } from './shared-computations';
import type { DataTag } from './versions';

/**
 * Serves answers from the cache. Guards have run before it, and it checks the request itself before it looks,
 * so that a request that is not allowed or not valid is refused however warm the cache is.
 */
@Injectable()
export class AnswerCacheInterceptor extends CacheInterceptor {
  private readonly logger = new Logger(AnswerCacheInterceptor.name);
  private readonly pipe = validationPipe();
  private readonly computations = new SharedComputations<CachedAnswer>(MAX_OUTDATED_MS);

  constructor(
    @Inject(CACHE_MANAGER) cacheManager: Cache,
    reflector: Reflector,
    private readonly answers: AnswerCache,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    super(cacheManager, reflector);
  }

  override async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { ttlSeconds } = this.optionsOf(context);
    const { key, tags } = await this.identify(context);
    const askedAt = performance.now();
    const lookup = await this.answers.find(key, tags, ttlSeconds * 1000);
    if (lookup.state === 'hit') return this.send(context, lookup.answer, 'HIT');
    const computed = this.computations.run(sharedKey(key, lookup), askedAt, () =>
      this.compute(key, ttlSeconds * 1000, lookup, next),
    );
    if (lookup.state === 'miss') return this.send(context, await computed, 'MISS');
    computed.catch((error: unknown) => this.logger.warn({ err: error }, `Renewing ${key} failed`));
    return this.send(context, lookup.answer, 'STALE');
  }

  protected override async trackBy(context: ExecutionContext): Promise<string> {
    return (await this.identify(context)).key;
  }

  /** Key of the request, which must be valid, and what its answer is made of. */
  private async identify(context: ExecutionContext): Promise<{ key: string; tags: readonly DataTag[] }> {
    const { from, dto: metatype, key, tags } = this.optionsOf(context);
    const request = context.switchToHttp().getRequest<Request>();
    const dto = (await this.pipe.transform(request[from], { type: from, metatype })) as object;
    const path = request.params as Record<string, string>;
    return { key: key(dto, path), tags: tags(dto, path) };
  }

  private optionsOf(context: ExecutionContext): CachedAnswerOptions<object> {
    return this.reflector.get<CachedAnswerOptions<object>>(CACHED_ANSWER, context.getHandler());
  }

  private async compute(
    key: string,
    ttlMs: number,
    lookup: Lookup,
    next: CallHandler,
  ): Promise<CachedAnswer> {
    const madeAt = this.clock.now().getTime();
    const body = JSON.stringify(await firstValueFrom(next.handle()));
    const answer = { body, madeAt, versions: lookup.versions };
    await this.answers.store(lookup, key, answer, ttlMs);
    return answer;
  }

  private send(
    context: ExecutionContext,
    { body, madeAt }: CachedAnswer,
    state: 'HIT' | 'MISS' | 'STALE',
  ): Observable<unknown> {
    this.metrics.cacheLookups.inc({ result: state.toLowerCase() });
    context
      .switchToHttp()
      .getResponse<Response>()
      .set({
        'X-Cache': state,
        Age: String(Math.max(0, Math.floor((this.clock.now().getTime() - madeAt) / 1000))),
        'Content-Type': 'application/json; charset=utf-8',
      });
    return of(body);
  }
}

/** Requests from before and after a change never share a computation, unless it may be outdated for a while. */
function sharedKey(key: string, { versions }: Lookup): string {
  const strict = Object.entries(versions).filter(([tag]) => !mayBeOutdated(tag as DataTag));
  return `${key} ${JSON.stringify(strict)}`;
}
