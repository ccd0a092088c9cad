import { EntitySchema } from 'typeorm';

/** The tables of the audit, described for the check that migrations and code agree. */
export const AuditLogSchema = new EntitySchema({
  name: 'AuditLog',
  tableName: 'audit_log',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'audit_log_pkey' },
    at: { type: 'timestamptz', precision: 3 },
    actor: { type: 'text' },
    action: { type: 'text' },
    subject: { type: 'text', nullable: true },
    request_id: { type: 'uuid' },
  },
});

export const PseudonymKeySchema = new EntitySchema({
  name: 'PseudonymKey',
  tableName: 'pseudonym_keys',
  columns: {
    user_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'pseudonym_keys_pkey' },
    key: { type: 'bytea' },
  },
  foreignKeys: [
    {
      name: 'pseudonym_keys_user_id_fkey',
      target: 'User',
      columnNames: ['user_id'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
