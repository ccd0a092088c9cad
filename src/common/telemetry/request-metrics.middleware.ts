import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Metrics } from './metrics';
import { routeOf } from './route-of';

/** Measures every request by its route's pattern, never by its path, which would make a series of each id. */
@Injectable()
export class RequestMetricsMiddleware implements NestMiddleware {
  constructor(private readonly metrics: Metrics) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const end = this.metrics.requestSeconds.startTimer({ method: request.method });
    response.once('close', () => end({ route: routeOf(request), status: response.statusCode }));
    next();
  }
}
