import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import { failureOf } from '../../../../common/http/failure';
import { type RateBucket, RateLimiter } from '../../../../common/http/rate-limit/rate-limiter';
import type { Principal } from '../../domain/principal';
import type { AuthenticatedRequest } from './authentication.middleware';

/** Express takes paths in any case. */
const LIMITED = /^\/api\/v1(?!\/health\/(live|ready)\/?$)/i;

/**
 * Limits every request under /api/v1 but health checks: administrators and API keys by themselves, all others by
 * address, unknown paths and unreadable bodies included. Runs behind the authentication.
 */
@Injectable()
export class RateLimitMiddleware implements NestMiddleware {
  constructor(private readonly limiter: RateLimiter) {}

  async use(request: AuthenticatedRequest, response: Response, next: NextFunction): Promise<void> {
    try {
      if (LIMITED.test(request.path) && !isUnknowable(request))
        await this.limiter.count(bucketOf(request.principal), request, response);
      next();
    } catch (error) {
      next(error);
    }
  }
}

/**
 * While the database is away, administrators and keys cannot be told from strangers. They are answered 503 rather than
 * counted on the one address that they may share.
 */
function isUnknowable({ authenticationError }: AuthenticatedRequest): boolean {
  return authenticationError !== undefined && failureOf(authenticationError).code === 'database.unavailable';
}

function bucketOf(principal: Principal | undefined): RateBucket {
  if (principal?.kind === 'api_key') return { kind: 'key', id: principal.keyId };
  if (principal?.role === 'admin') return { kind: 'admin', id: principal.userId };
  return { kind: 'ip' };
}
