import { CACHE_MANAGER, CacheInterceptor } from '@nestjs/cache-manager';
import { type CallHandler, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Cache } from 'cache-manager';
import type { Response } from 'express';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { validationPipe } from '../http/validation/validation.pipe';
import { Clock } from '../kernel/clock';
import { Metrics } from '../telemetry/metrics';
import { AnswerCache, type CachedAnswer, type Lookup } from './answer-cache';
import { CACHED_ANSWER, type CachedAnswerOptions } from './cached-answer';

type CacheState = 'HIT' | 'MISS' | 'STALE';

/** Computations under way, by key: equal requests wait for one of them. */
type Flights = Map<string, Promise<CachedAnswer>>;

/**
 * Serves answers from the cache. Guards have run before it, and it checks the request itself before it looks,
 * so that a request that is not allowed or not valid is refused however warm the cache is.
 */
@Injectable()
export class AnswerCacheInterceptor extends CacheInterceptor {
  private readonly logger = new Logger(AnswerCacheInterceptor.name);
  private readonly pipe = validationPipe();
  private readonly flights: Flights = new Map();

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
    const options = this.reflector.get<CachedAnswerOptions<object>>(CACHED_ANSWER, context.getHandler());
    const key = await this.trackBy(context);
    const lookup = await this.answers.find(key, options.tags, options.ttlSeconds * 1000);
    const compute = () => this.computeOnce(key, options, lookup, next);
    if (lookup.state === 'hit') return this.send(context, lookup.answer, 'HIT');
    if (lookup.state === 'stale') {
      compute().catch((error: unknown) => this.logger.warn({ err: error }, `Renewing ${key} failed`));
      return this.send(context, lookup.answer, 'STALE');
    }
    return this.send(context, await compute(), 'MISS');
  }

  /** Key of the request, which must be valid. */
  protected override async trackBy(context: ExecutionContext): Promise<string> {
    const { body: metatype, key } = this.reflector.get<CachedAnswerOptions<object>>(
      CACHED_ANSWER,
      context.getHandler(),
    );
    const request = context.switchToHttp().getRequest<{ body: unknown }>();
    return key((await this.pipe.transform(request.body, { type: 'body', metatype })) as object);
  }

  /** Requests that came before and after a change of the data never share a computation. */
  private computeOnce(
    key: string,
    options: CachedAnswerOptions<object>,
    lookup: Lookup,
    next: CallHandler,
  ): Promise<CachedAnswer> {
    const flightKey = 'versions' in lookup ? `${key} ${JSON.stringify(lookup.versions)}` : key;
    const running = this.flights.get(flightKey);
    if (running) return running;
    const flight = this.compute(key, options, lookup, next).finally(() => this.flights.delete(flightKey));
    this.flights.set(flightKey, flight);
    return flight;
  }

  private async compute(
    key: string,
    options: CachedAnswerOptions<object>,
    lookup: Lookup,
    next: CallHandler,
  ): Promise<CachedAnswer> {
    const body = JSON.stringify(await firstValueFrom(next.handle()));
    if (lookup.state === 'bypass' || lookup.state === 'hit') {
      return { body, storedAt: this.clock.now().getTime(), versions: {} };
    }
    return this.answers.store(key, body, lookup.versions, options.ttlSeconds * 1000);
  }

  private send(context: ExecutionContext, answer: CachedAnswer, state: CacheState): Observable<unknown> {
    const age = Math.max(0, Math.floor((this.clock.now().getTime() - answer.storedAt) / 1000));
    this.metrics.cacheLookups.inc({ result: state.toLowerCase() });
    const response = context.switchToHttp().getResponse<Response>();
    response.setHeader('X-Cache', state);
    response.setHeader('Age', age);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    return from([answer.body]);
  }
}
