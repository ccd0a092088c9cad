import { EntitySchema } from 'typeorm';
import type { ApiKey } from '../domain/api-key';

export const ApiKeySchema = new EntitySchema<ApiKey & { hash: Buffer }>({
  name: 'ApiKey',
  tableName: 'api_keys',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'api_keys_pkey' },
    name: { type: 'text' },
    scopes: { type: 'text', array: true },
    hash: { type: 'bytea', select: false },
    createdAt: { name: 'created_at', type: 'timestamptz', precision: 3 },
    lastUsedAt: { name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true },
  },
  uniques: [{ name: 'api_keys_hash_key', columns: ['hash'] }],
});
