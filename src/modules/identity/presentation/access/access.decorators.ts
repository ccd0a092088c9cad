import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { Request } from 'express';
import { ProblemDto } from '../../../../common/http/problem';
import type { Role } from '../../../../common/kernel/role';
import type { Principal } from '../../domain/principal';

export const ACCESS = 'kinoscope:access';

/** Who may call a route: anybody, anybody who is signed in, or holders of a role. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'role'; readonly role: Role };

export interface AuthenticatedRequest extends Request {
  principal?: Principal;
}

const closed = (access: Access) =>
  applyDecorators(
    SetMetadata(ACCESS, access),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ type: ProblemDto, description: 'No valid token' }),
    ApiForbiddenResponse({ type: ProblemDto, description: 'The account may not do this' }),
  );

export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);

export const SignedIn = () => closed({ kind: 'signed-in' });

export const RequireRole = (role: Role) => closed({ kind: 'role', role });

/** Who makes the request; only on routes that are not public. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no principal');
  return principal;
});
