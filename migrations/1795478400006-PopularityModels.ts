import { MigrationInterface, QueryRunner } from 'typeorm';

export class PopularityModels1795478400006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // "outlook" holds the predicted views of the days from "outlook_from" on; the leaderboard adds them up.
    await queryRunner.query(`
      CREATE TABLE popularity_models (
        release_id uuid NOT NULL,
        mode text NOT NULL,
        version text NOT NULL,
        model jsonb NOT NULL,
        history_days integer NOT NULL,
        confidence_score double precision NOT NULL,
        trained_at timestamptz(3) NOT NULL,
        outlook_from date,
        outlook double precision[],
        CONSTRAINT popularity_models_pkey PRIMARY KEY (release_id, mode)
      )`);
    await queryRunner.query(`
      CREATE TABLE popularity_age_curves (
        genre text NOT NULL,
        curve jsonb NOT NULL,
        trained_at timestamptz(3) NOT NULL,
        CONSTRAINT popularity_age_curves_pkey PRIMARY KEY (genre)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE popularity_age_curves, popularity_models`);
  }
}
