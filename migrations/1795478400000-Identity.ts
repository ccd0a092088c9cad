import { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1795478400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE users (
        id uuid NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        role text NOT NULL DEFAULT 'user',
        email text,
        name text,
        password_hash text,
        timezone text,
        CONSTRAINT users_pkey PRIMARY KEY (id),
        CONSTRAINT users_role_known CHECK (role IN ('user', 'admin'))
      )`);
    await queryRunner.query(`CREATE UNIQUE INDEX users_email_key ON users (lower(email))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE users`);
  }
}
