export { IdentityModule } from './identity.module';
export { PutUsers } from './application/put-users';
export type { UserChange } from './application/put-users';
export { UserLifecycle, UserLifecycleRegistry } from './domain/user-lifecycle';
export type { User } from './domain/user';
export type { Principal } from './domain/principal';
export {
  CurrentPrincipal,
  OwnerOrAdmin,
  Public,
  RequireRole,
  RequireScope,
  SignedIn,
} from './presentation/access/access.decorators';
export { AuthenticationMiddleware } from './presentation/access/authentication.middleware';
export type { AuthenticatedRequest } from './presentation/access/authentication.middleware';
export { AuditedRead } from './presentation/audit/audited-read.decorator';
export { UserErased, UsersChanged } from './domain/events';
export { RateLimitMiddleware } from './presentation/access/rate-limit.middleware';
export { readUser } from './presentation/read-user';
