import { EntitySchema } from 'typeorm';

/**
 * The tables of the facts, described for the check that migrations and code agree.
 * They are read and written by the statements in `postgres/queries` alone.
 */
export const ViewEventSchema = new EntitySchema({
  name: 'ViewEvent',
  tableName: 'view_events',
  columns: {
    event_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'view_events_pkey' },
    user_id: { type: 'uuid' },
    release_id: { type: 'uuid' },
    viewed_at: { type: 'timestamptz', precision: 3 },
    watch_seconds: { type: 'integer' },
    completion: { type: 'double precision', nullable: true },
  },
  indices: [
    { name: 'view_events_user_idx', synchronize: false, columns: ['user_id', 'viewed_at'] },
    { name: 'view_events_release_idx', synchronize: false, columns: ['release_id', 'viewed_at'] },
    { name: 'view_events_viewed_at_idx', synchronize: false, columns: ['viewed_at'] },
  ],
});

export const UserActivitySchema = new EntitySchema({
  name: 'UserActivity',
  tableName: 'user_activity',
  columns: {
    user_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'user_activity_pkey' },
    analysed: { type: 'boolean' },
    registered_at: { type: 'timestamptz', precision: 3 },
    first_viewed_at: { type: 'timestamptz', precision: 3, nullable: true },
    last_viewed_at: { type: 'timestamptz', precision: 3, nullable: true },
    first_week: { type: 'integer', nullable: true },
    last_week: { type: 'integer', nullable: true },
    weeks: { type: 'bit varying', nullable: true },
    views: { type: 'integer', default: 0 },
    completion_views: { type: 'integer', default: 0 },
    completion_sum: { type: 'numeric', default: 0 },
  },
  indices: [
    { name: 'user_activity_registered_at_idx', columns: ['registered_at'] },
    { name: 'user_activity_first_viewed_at_idx', columns: ['first_viewed_at'] },
  ],
});

export const RetentionCohortSchema = new EntitySchema({
  name: 'RetentionCohort',
  tableName: 'retention_cohorts',
  columns: {
    kind: { type: 'text', primary: true, primaryKeyConstraintName: 'retention_cohorts_pkey' },
    cohort_week: { type: 'integer', primary: true, primaryKeyConstraintName: 'retention_cohorts_pkey' },
    users: { type: 'integer' },
    viewers: { type: 'integer' },
  },
});

export const RetentionCellSchema = new EntitySchema({
  name: 'RetentionCell',
  tableName: 'retention_cells',
  columns: {
    kind: { type: 'text', primary: true, primaryKeyConstraintName: 'retention_cells_pkey' },
    cohort_week: { type: 'integer', primary: true, primaryKeyConstraintName: 'retention_cells_pkey' },
    k: { type: 'integer', primary: true, primaryKeyConstraintName: 'retention_cells_pkey' },
    active_users: { type: 'integer' },
    last_users: { type: 'integer' },
  },
});

export const ReleaseDailySchema = new EntitySchema({
  name: 'ReleaseDaily',
  tableName: 'release_daily',
  columns: {
    release_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'release_daily_pkey' },
    day: { type: 'date', primary: true, primaryKeyConstraintName: 'release_daily_pkey' },
    views: { type: 'integer' },
    watch_seconds: { type: 'bigint' },
  },
});
