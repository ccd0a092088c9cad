import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { RateLimiter } from '../../../../common/http/rate-limit/rate-limiter';
import { DomainError } from '../../../../common/kernel/domain-error';
import type { Principal } from '../../domain/principal';
import { ACCESS, type Access } from './access.decorators';
import type { AuthenticatedRequest } from './authentication.middleware';

/** Decides every request to a route. A route without an access decorator is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;

    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.authenticationError) throw request.authenticationError as Error;
    if (!request.principal) throw new DomainError('unauthenticated', 'auth.required');
    if (access && isAllowed(access, request.principal, request)) return true;
    // Keys have a limit of their own, but not for finding out what they do not open.
    if (request.principal.kind === 'api_key')
      await this.limiter.count({ kind: 'ip' }, request, context.switchToHttp().getResponse<Response>());
    throw new DomainError('forbidden', 'auth.forbidden');
  }
}

function isAllowed(access: Access, principal: Principal, request: AuthenticatedRequest): boolean {
  if (principal.kind === 'api_key') return 'scope' in access && principal.scopes.includes(access.scope);
  switch (access.kind) {
    case 'public':
    case 'signed-in':
      return true;
    case 'role':
      return principal.role === access.role;
    case 'owner':
      return (
        principal.role === 'admin' || String(request.params[access.param]).toLowerCase() === principal.userId
      );
    case 'scope':
      return principal.role === 'admin';
    case 'self':
      return principal.role === 'admin' || bodyField(request, access.field) === principal.userId;
  }
}

/** Nothing has checked the body by now. */
function bodyField({ body }: AuthenticatedRequest, field: string): string | null {
  const value = (body as Record<string, unknown> | null | undefined)?.[field];
  return typeof value === 'string' ? value.toLowerCase() : null;
}
