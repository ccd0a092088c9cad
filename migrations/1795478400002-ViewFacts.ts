import { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts and the rollups that commit with them; docs/architecture.md shows how they hang together. */
export class ViewFacts1795478400002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // 1900-01-01 was a Monday, and no earlier instant is accepted: week numbers are never negative.
    await queryRunner.query(`
      CREATE FUNCTION utc_week(instant timestamptz) RETURNS integer
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN ((instant AT TIME ZONE 'UTC')::date - date '1900-01-01') / 7`);

    await queryRunner.query(`
      CREATE TABLE view_events (
        event_id uuid NOT NULL,
        user_id uuid NOT NULL,
        release_id uuid NOT NULL,
        viewed_at timestamptz(3) NOT NULL,
        watch_seconds integer NOT NULL,
        completion double precision,
        CONSTRAINT view_events_pkey PRIMARY KEY (event_id)
      )`);
    await queryRunner.query(`
      CREATE INDEX view_events_user_idx ON view_events (user_id, viewed_at)
      INCLUDE (release_id, watch_seconds, completion)`);
    await queryRunner.query(`
      CREATE INDEX view_events_release_idx ON view_events (release_id, viewed_at) INCLUDE (user_id)`);
    await queryRunner.query(`CREATE INDEX view_events_viewed_at_idx ON view_events USING brin (viewed_at)`);

    // One row per user: bit i of "weeks" says whether the user was active in UTC week first_week + i.
    await queryRunner.query(`
      CREATE TABLE user_activity (
        user_id uuid NOT NULL,
        analysed boolean NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        first_viewed_at timestamptz(3),
        last_viewed_at timestamptz(3),
        first_week integer,
        last_week integer,
        weeks bit varying,
        views integer NOT NULL DEFAULT 0,
        completion_views integer NOT NULL DEFAULT 0,
        completion_sum numeric NOT NULL DEFAULT 0,
        CONSTRAINT user_activity_pkey PRIMARY KEY (user_id)
      ) WITH (fillfactor = 80)`);
    await queryRunner.query(`CREATE INDEX user_activity_registered_at_idx ON user_activity (registered_at)`);
    await queryRunner.query(
      `CREATE INDEX user_activity_first_viewed_at_idx ON user_activity (first_viewed_at)`,
    );

    await queryRunner.query(`
      CREATE TABLE retention_cohorts (
        kind text NOT NULL,
        cohort_week integer NOT NULL,
        users integer NOT NULL,
        viewers integer NOT NULL,
        CONSTRAINT retention_cohorts_pkey PRIMARY KEY (kind, cohort_week)
      ) WITH (fillfactor = 50)`);
    await queryRunner.query(`
      CREATE TABLE retention_cells (
        kind text NOT NULL,
        cohort_week integer NOT NULL,
        k integer NOT NULL,
        active_users integer NOT NULL,
        last_users integer NOT NULL,
        CONSTRAINT retention_cells_pkey PRIMARY KEY (kind, cohort_week, k)
      ) WITH (fillfactor = 50)`);
    await queryRunner.query(`
      CREATE TABLE release_daily (
        release_id uuid NOT NULL,
        day date NOT NULL,
        views integer NOT NULL,
        watch_seconds bigint NOT NULL,
        CONSTRAINT release_daily_pkey PRIMARY KEY (release_id, day)
      ) WITH (fillfactor = 70)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE release_daily, retention_cells, retention_cohorts, user_activity, view_events`);
    await queryRunner.query(`DROP FUNCTION utc_week(timestamptz)`);
  }
}
