export { IdentityModule } from './identity.module';
export { AdmitAdministrator } from './application/admit-administrator';
export { PutUsers } from './application/put-users';
export type { UserChange } from './application/put-users';
export { UserLifecycle, UserLifecycleRegistry } from './domain/user-lifecycle';
export type { User } from './domain/user';
export { UserRepository } from './domain/user.repository';
export {
  OwnerOrAdmin,
  Public,
  RequireRole,
  RequireScope,
  SelfOrScope,
} from './presentation/access/access.decorators';
export { AuditedRead } from './presentation/audit/audited-read.decorator';
export { AuthenticationMiddleware } from './presentation/access/authentication.middleware';
export { UserErased, UsersChanged } from './domain/events';
export { RateLimitMiddleware } from './presentation/access/rate-limit.middleware';
export { readUser } from './presentation/read-user';
