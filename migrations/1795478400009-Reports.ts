import { MigrationInterface, QueryRunner } from 'typeorm';

export class Reports1795478400009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE export_schedules (
        id uuid NOT NULL,
        name text NOT NULL,
        cron text NOT NULL,
        timezone text NOT NULL,
        report_type text NOT NULL,
        format text NOT NULL,
        period text NOT NULL,
        ab_test_id uuid,
        locale text NOT NULL,
        bom boolean NOT NULL,
        recipients text[] NOT NULL,
        created_at timestamptz(3) NOT NULL,
        next_run_at timestamptz(3) NOT NULL,
        CONSTRAINT export_schedules_pkey PRIMARY KEY (id)
      )`);
    // "attempt" counts beginnings and is part of the file's name; no file of an earlier beginning can become the export's.
    await queryRunner.query(`
      CREATE TABLE exports (
        id uuid NOT NULL,
        report_type text NOT NULL,
        format text NOT NULL,
        start_date timestamptz(3) NOT NULL,
        end_date timestamptz(3) NOT NULL,
        ab_test_id uuid,
        locale text NOT NULL,
        bom boolean NOT NULL,
        recipients text[] NOT NULL,
        told text[] NOT NULL,
        schedule_id uuid,
        slot timestamptz(3),
        state text NOT NULL,
        attempt integer NOT NULL,
        progress integer NOT NULL,
        created_at timestamptz(3) NOT NULL,
        snapshot_at timestamptz(3),
        finished_at timestamptz(3),
        expires_at timestamptz(3),
        file_bytes bigint,
        row_count bigint,
        sha256 text,
        data_sha256 text,
        failure text,
        CONSTRAINT exports_pkey PRIMARY KEY (id),
        CONSTRAINT exports_slot_key UNIQUE (schedule_id, slot)
      )`);
    await queryRunner.query(`CREATE INDEX exports_created_at_idx ON exports (created_at, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE exports, export_schedules`);
  }
}
