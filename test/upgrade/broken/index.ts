import type { QueryRunner } from 'typeorm';
import { addMigration } from './add-migration';

/** Broken on purpose: nobody can write while the index grows. */
addMigration(
  class LocksOutWriters2000000000000 {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`CREATE INDEX view_events_watched ON view_events (user_id, watch_seconds)`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`DROP INDEX view_events_watched`);
    }
  },
);
