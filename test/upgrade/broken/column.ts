import type { QueryRunner } from 'typeorm';
import { addMigration } from './add-migration';

/** Broken on purpose: the version before writes a column that is no longer there. */
addMigration(
  class RenamesColumn2000000000000 {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`ALTER TABLE view_events RENAME COLUMN watch_seconds TO watched`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`ALTER TABLE view_events RENAME COLUMN watched TO watch_seconds`);
    }
  },
);
