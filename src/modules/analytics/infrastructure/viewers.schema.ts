import { EntitySchema } from 'typeorm';

/** Read and written by the statements in `postgres/queries` alone. */
export const PaymentSchema = new EntitySchema({
  name: 'Payment',
  tableName: 'payments',
  columns: {
    payment_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'payments_pkey' },
    user_id: { type: 'uuid' },
    amount_minor: { type: 'bigint' },
    currency: { type: 'text' },
    paid_at: { type: 'timestamptz', precision: 3 },
  },
  indices: [{ name: 'payments_user_idx', columns: ['user_id', 'currency', 'paid_at'] }],
});

export const ChurnScoreSchema = new EntitySchema({
  name: 'ChurnScore',
  tableName: 'churn_scores',
  columns: {
    user_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'churn_scores_pkey' },
    probability: { type: 'double precision' },
    risk: { type: 'text' },
    reasons: { type: 'text', array: true },
    model_version: { type: 'text' },
    views: { type: 'integer' },
    scored_at: { type: 'timestamptz', precision: 3 },
  },
  indices: [{ name: 'churn_scores_risk_idx', columns: ['risk', 'probability', 'user_id'] }],
});

export const ReleaseNeighboursSchema = new EntitySchema({
  name: 'ReleaseNeighbours',
  tableName: 'release_neighbours',
  columns: {
    release_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'release_neighbours_pkey' },
    neighbours: { type: 'uuid', array: true },
    similarities: { type: 'real', array: true },
    trained_at: { type: 'timestamptz', precision: 3 },
  },
});

export const PayerOutlookSchema = new EntitySchema({
  name: 'PayerOutlook',
  tableName: 'payer_outlooks',
  columns: {
    user_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'payer_outlooks_pkey' },
    currency: { type: 'text', primary: true, primaryKeyConstraintName: 'payer_outlooks_pkey' },
    expected_minor: { type: 'double precision' },
  },
});

export interface ViewerModelRow {
  purpose: 'churn' | 'lifetime_value' | 'recommendations';
  /** The currency of a lifetime value; empty for the others. */
  variant: string;
  model: object;
  trainedAt: Date;
}

export const ViewerModelSchema = new EntitySchema<ViewerModelRow>({
  name: 'ViewerModel',
  tableName: 'viewer_models',
  columns: {
    purpose: { type: 'text', primary: true, primaryKeyConstraintName: 'viewer_models_pkey' },
    variant: { type: 'text', primary: true, primaryKeyConstraintName: 'viewer_models_pkey' },
    model: { type: 'jsonb' },
    trainedAt: { name: 'trained_at', type: 'timestamptz', precision: 3 },
  },
});
