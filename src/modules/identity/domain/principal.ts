import type { Role } from '../../../common/kernel/role';

/** Who makes a request. */
export interface Principal {
  readonly userId: string;
  readonly role: Role;
}
