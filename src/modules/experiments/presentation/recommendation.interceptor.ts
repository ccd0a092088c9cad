import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { Recommendation } from '../domain/analysis/recommend';
import { RecommendationWords } from './recommendation-words';

/** Stands around the cache, which keeps what to say, and says it in the caller's language. */
@Injectable()
export class RecommendationInterceptor implements NestInterceptor<string, string> {
  constructor(private readonly words: RecommendationWords) {}

  intercept(_: ExecutionContext, next: CallHandler<string>): Observable<string> {
    return next.handle().pipe(
      map((body) => {
        const answer = JSON.parse(body) as { recommendation: Recommendation };
        return JSON.stringify({ ...answer, recommendation: this.words.say(answer.recommendation) });
      }),
    );
  }
}
