import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Authenticate, MAX_TOKEN_LENGTH } from '../../application/authenticate';
import type { Principal } from '../../domain/principal';

export interface AuthenticatedRequest extends Request {
  /** Who makes the request; absent: nobody known. */
  principal?: Principal;
  /** Why that could not be found out; closed routes answer with it, public ones do not care. */
  authenticationError?: unknown;
}

/** Finds out who makes a request, before the limits, which differ by account. Whether they may is decided later. */
@Injectable()
export class AuthenticationMiddleware implements NestMiddleware {
  constructor(private readonly authenticate: Authenticate) {}

  async use(request: AuthenticatedRequest, _response: Response, next: NextFunction): Promise<void> {
    try {
      request.principal = (await this.authenticate.execute(credentialsOf(request))) ?? undefined;
    } catch (error) {
      request.authenticationError = error;
    }
    next();
  }
}

function credentialsOf({ headers }: Request) {
  const authorization = headers.authorization ?? '';
  const key = headers['x-api-key'];
  return {
    bearer:
      authorization.length <= MAX_TOKEN_LENGTH
        ? (/^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1] ?? null)
        : null,
    apiKey: typeof key === 'string' ? key : null,
  };
}
