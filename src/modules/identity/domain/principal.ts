import type { Role } from '../../../common/kernel/role';
import type { Scope } from './api-key';

export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: string;
  readonly role: Role;
}

export interface ApiKeyPrincipal {
  readonly kind: 'api_key';
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** Who makes a request: a person, or a program with an API key. */
export type Principal = UserPrincipal | ApiKeyPrincipal;
