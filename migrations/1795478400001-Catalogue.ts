import { MigrationInterface, QueryRunner } from 'typeorm';

export class Catalogue1795478400001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE releases (
        id uuid NOT NULL,
        title text NOT NULL,
        genres text[] NOT NULL DEFAULT '{}',
        released_at timestamptz(3),
        duration_minutes integer,
        CONSTRAINT releases_pkey PRIMARY KEY (id)
      )`);
    await queryRunner.query(`CREATE INDEX releases_genres_idx ON releases USING gin (genres)`);
    await queryRunner.query(`CREATE INDEX releases_title_idx ON releases (title, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE releases`);
  }
}
