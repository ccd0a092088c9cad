export { IdentityModule } from './identity.module';
export { PutUsers } from './application/put-users';
export type { UserChange } from './application/put-users';
export { UserLifecycle, UserLifecycleRegistry } from './domain/user-lifecycle';
export type { User } from './domain/user';
export type { Principal } from './domain/principal';
export { CurrentPrincipal, Public, RequireRole, SignedIn } from './presentation/access/access.decorators';
