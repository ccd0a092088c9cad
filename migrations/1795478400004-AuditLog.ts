import { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditLog1795478400004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A person's pseudonym is encode(sha256(key || uuid_send(user_id)), 'hex'): without the key nobody can find it.
    await queryRunner.query(`
      CREATE TABLE pseudonym_keys (
        user_id uuid NOT NULL,
        key bytea NOT NULL,
        CONSTRAINT pseudonym_keys_pkey PRIMARY KEY (user_id),
        CONSTRAINT pseudonym_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )`);
    await queryRunner.query(`
      CREATE TABLE audit_log (
        id uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        subject text,
        request_id uuid NOT NULL,
        CONSTRAINT audit_log_pkey PRIMARY KEY (id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE audit_log, pseudonym_keys`);
  }
}
