import type { QueryRunner } from 'typeorm';
import { addMigration } from './add-migration';

/** Broken on purpose: a version that does not know the column stores nothing any more. */
addMigration(
  class NeedsColumn2000000000000 {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`ALTER TABLE view_events ADD COLUMN device text NOT NULL DEFAULT ''`);
      await queryRunner.query(`ALTER TABLE view_events ALTER COLUMN device DROP DEFAULT`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`ALTER TABLE view_events DROP COLUMN device`);
    }
  },
);
