import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiForbiddenResponse, ApiSecurity, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { ProblemDto } from '../../../../common/http/problem';
import type { Role } from '../../../../common/kernel/role';
import type { Scope } from '../../domain/api-key';
import type { Principal, UserPrincipal } from '../../domain/principal';
import type { AuthenticatedRequest } from './authentication.middleware';

export const ACCESS = 'kinoscope:access';

/** Who may call a route. Administrators may call every route that names people or scopes. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'owner'; readonly param: string }
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'self'; readonly field: string; readonly scope: Scope };

const closed = (access: Access) =>
  applyDecorators(
    SetMetadata(ACCESS, access),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ type: ProblemDto, description: 'No valid token or key' }),
    ApiForbiddenResponse({ type: ProblemDto, description: 'The account or key may not do this' }),
  );

export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);

/** Anybody with an account. */
export const SignedIn = () => closed({ kind: 'signed-in' });

export const RequireRole = (role: Role) => closed({ kind: 'role', role });

/** The user whom the path parameter names, or an administrator. */
export const OwnerOrAdmin = (param: string) => closed({ kind: 'owner', param });

/** An administrator, or a program whose key has the scope. */
export const RequireScope = (scope: Scope) =>
  applyDecorators(closed({ kind: 'scope', scope }), ApiSecurity('api-key'));

/** The user whom the field of the body names, an administrator, or a program whose key has the scope. */
export const SelfOrScope = (field: string, scope: Scope) =>
  applyDecorators(closed({ kind: 'self', field, scope }), ApiSecurity('api-key'));

/** Who makes the request; only on routes that are not public. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A public route has no principal');
  return principal;
});

/** The person who makes the request; only on routes that API keys cannot call. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): UserPrincipal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (principal?.kind !== 'user') throw new Error('This route is not for people only');
  return principal;
});
