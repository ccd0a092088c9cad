import { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of single viewers beside their views: payments, the risk that they leave, what goes together. */
export class Viewers1795478400007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE payments (
        payment_id uuid NOT NULL,
        user_id uuid NOT NULL,
        amount_minor bigint NOT NULL,
        currency text NOT NULL,
        paid_at timestamptz(3) NOT NULL,
        CONSTRAINT payments_pkey PRIMARY KEY (payment_id)
      )`);
    await queryRunner.query(`CREATE INDEX payments_user_idx ON payments (user_id, currency, paid_at)`);
    // "views" is the number of views that the score was made of: another number calls for a new one.
    await queryRunner.query(`
      CREATE TABLE churn_scores (
        user_id uuid NOT NULL,
        probability double precision NOT NULL,
        risk text NOT NULL,
        reasons text[] NOT NULL,
        model_version text NOT NULL,
        views integer NOT NULL,
        scored_at timestamptz(3) NOT NULL,
        CONSTRAINT churn_scores_pkey PRIMARY KEY (user_id)
      ) WITH (fillfactor = 80)`);
    await queryRunner.query(
      `CREATE INDEX churn_scores_risk_idx ON churn_scores (risk, probability, user_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE viewer_models (
        purpose text NOT NULL,
        variant text NOT NULL,
        model jsonb NOT NULL,
        trained_at timestamptz(3) NOT NULL,
        CONSTRAINT viewer_models_pkey PRIMARY KEY (purpose, variant)
      )`);
    await queryRunner.query(`
      CREATE TABLE release_neighbours (
        release_id uuid NOT NULL,
        neighbours uuid[] NOT NULL,
        similarities real[] NOT NULL,
        trained_at timestamptz(3) NOT NULL,
        CONSTRAINT release_neighbours_pkey PRIMARY KEY (release_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE payer_outlooks (
        user_id uuid NOT NULL,
        currency text NOT NULL,
        expected_minor double precision NOT NULL,
        CONSTRAINT payer_outlooks_pkey PRIMARY KEY (user_id, currency)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP TABLE payer_outlooks, release_neighbours, viewer_models, churn_scores, payments`,
    );
  }
}
