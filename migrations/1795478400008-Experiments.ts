import { MigrationInterface, QueryRunner } from 'typeorm';

/** A/B tests, who is in which variant since when, and what clients tell of what users did. */
export class Experiments1795478400008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // range_start and range_end: the test's part of its exclusion group, while it is under way.
    await queryRunner.query(`
      CREATE TABLE ab_tests (
        test_id uuid NOT NULL,
        name text NOT NULL,
        status text NOT NULL,
        seed text NOT NULL,
        primary_metric text NOT NULL,
        metrics jsonb NOT NULL,
        allocation double precision NOT NULL,
        exclusion_group text,
        range_start double precision,
        range_end double precision,
        audience jsonb,
        minimum_detectable_effect double precision,
        inference text NOT NULL,
        phases jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        started_at timestamptz(3),
        ended_at timestamptz(3),
        CONSTRAINT ab_tests_pkey PRIMARY KEY (test_id)
      )`);
    await queryRunner.query(`CREATE INDEX ab_tests_created_at_idx ON ab_tests (created_at, test_id)`);
    await queryRunner.query(`CREATE INDEX ab_tests_exclusion_group_idx ON ab_tests (exclusion_group)`);
    await queryRunner.query(`
      CREATE TABLE ab_test_variants (
        test_id uuid NOT NULL,
        variant_id text NOT NULL,
        position integer NOT NULL,
        variant_name text NOT NULL,
        weight double precision NOT NULL,
        is_control boolean NOT NULL,
        CONSTRAINT ab_test_variants_pkey PRIMARY KEY (test_id, variant_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE ab_test_assignments (
        test_id uuid NOT NULL,
        user_id uuid NOT NULL,
        variant_id text NOT NULL,
        assigned_at timestamptz(3) NOT NULL,
        multiple_exposures boolean NOT NULL DEFAULT false,
        CONSTRAINT ab_test_assignments_pkey PRIMARY KEY (test_id, user_id)
          INCLUDE (variant_id, assigned_at, multiple_exposures)
      )`);
    await queryRunner.query(`CREATE INDEX ab_test_assignments_user_idx ON ab_test_assignments (user_id)`);
    await queryRunner.query(
      `CREATE INDEX ab_test_assignments_time_idx ON ab_test_assignments (test_id, assigned_at)`,
    );
    await queryRunner.query(`
      CREATE TABLE ab_test_events (
        event_id uuid NOT NULL,
        test_id uuid NOT NULL,
        user_id uuid NOT NULL,
        metric_name text NOT NULL,
        value double precision NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        CONSTRAINT ab_test_events_pkey PRIMARY KEY (event_id)
      )`);
    await queryRunner.query(`
      CREATE INDEX ab_test_events_metric_idx ON ab_test_events (test_id, metric_name, user_id, occurred_at)
      INCLUDE (value)`);
    await queryRunner.query(`CREATE INDEX ab_test_events_user_idx ON ab_test_events (user_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ab_test_events, ab_test_assignments, ab_test_variants, ab_tests`);
  }
}
