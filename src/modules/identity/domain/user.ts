import type { Role } from '../../../common/kernel/role';

export interface User {
  id: string;
  registeredAt: Date;
  role: Role;
  email: string | null;
  name: string | null;
  /** argon2id, in its PHC string form; null: this account cannot log in. */
  passwordHash: string | null;
  /** IANA name; null: UTC. */
  timezone: string | null;
}
