import { EntitySchema } from 'typeorm';
import type { User } from '../domain/user';

export const UserSchema = new EntitySchema<User>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'users_pkey' },
    registeredAt: { name: 'registered_at', type: 'timestamptz', precision: 3 },
    role: { type: 'text', default: 'user' },
    email: { type: 'text', nullable: true },
    name: { type: 'text', nullable: true },
    passwordHash: { name: 'password_hash', type: 'text', nullable: true },
    timezone: { type: 'text', nullable: true },
  },
  // TypeORM cannot describe an index on lower(email); the migration makes it.
  indices: [{ name: 'users_email_key', unique: true, synchronize: false, columns: ['email'] }],
  checks: [{ name: 'users_role_known', expression: `role IN ('user', 'admin')` }],
});
