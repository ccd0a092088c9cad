import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { storage, Store } from 'nestjs-pino/storage';
import { randomUUID } from 'node:crypto';
import { routeOf } from './route-of';
import { ServiceLog } from './service-log';

/** What {@link RequestLog} has named a request. */
export interface NamedRequest extends Request {
  requestId: string;
}

/**
 * One line a request, under an id that the answer carries as X-Request-Id and all other lines about the request
 * repeat. It is never the caller's, which might say anything. Paths are logged as their route's pattern: the paths
 * themselves name people.
 */
@Injectable()
export class RequestLog implements NestMiddleware {
  constructor(private readonly log: ServiceLog) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const id = randomUUID();
    const began = performance.now();
    const logger = this.log.logger.child({ req: { id, method: request.method } });
    (request as NamedRequest).requestId = id;
    response.setHeader('X-Request-Id', id);
    response.once('close', () => {
      const { statusCode, writableFinished } = response;
      const ms = Math.round(performance.now() - began);
      const line = {
        route: routeOf(request),
        status: statusCode,
        ms,
        ...(!writableFinished && { aborted: true }),
      };
      logger[statusCode >= 500 ? 'error' : 'info'](line, 'request');
    });
    storage.run(new Store(logger), next);
  }
}
