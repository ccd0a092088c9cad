import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../../../../common/kernel/domain-error';
import { Authenticate } from '../../application/authenticate';
import { ACCESS, type Access, type AuthenticatedRequest } from './access.decorators';

/** Decides every request before anything else sees it. A route without an access decorator is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticate: Authenticate,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;

    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.principalOf(request);
    if (!principal) throw new DomainError('unauthenticated', 'auth.required');
    if (!access || (access.kind === 'role' && principal.role !== access.role)) {
      throw new DomainError('forbidden', 'auth.forbidden');
    }
    request.principal = principal;
    return true;
  }

  private principalOf(request: AuthenticatedRequest) {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    return token ? this.authenticate.execute(token) : null;
  }
}
