import { EntitySchema } from 'typeorm';

/** Read and written by the statements in `postgres/queries` alone; analytics reads assignments and events for its metrics. */
export const AbTestSchema = new EntitySchema({
  name: 'AbTest',
  tableName: 'ab_tests',
  columns: {
    test_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'ab_tests_pkey' },
    name: { type: 'text' },
    status: { type: 'text' },
    seed: { type: 'text' },
    primary_metric: { type: 'text' },
    metrics: { type: 'jsonb' },
    allocation: { type: 'double precision' },
    exclusion_group: { type: 'text', nullable: true },
    range_start: { type: 'double precision', nullable: true },
    range_end: { type: 'double precision', nullable: true },
    audience: { type: 'jsonb', nullable: true },
    minimum_detectable_effect: { type: 'double precision', nullable: true },
    inference: { type: 'text' },
    phases: { type: 'jsonb' },
    created_at: { type: 'timestamptz', precision: 3 },
    started_at: { type: 'timestamptz', precision: 3, nullable: true },
    ended_at: { type: 'timestamptz', precision: 3, nullable: true },
  },
  indices: [
    { name: 'ab_tests_created_at_idx', columns: ['created_at', 'test_id'] },
    { name: 'ab_tests_exclusion_group_idx', columns: ['exclusion_group'] },
  ],
});

export const AbTestVariantSchema = new EntitySchema({
  name: 'AbTestVariant',
  tableName: 'ab_test_variants',
  columns: {
    test_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'ab_test_variants_pkey' },
    variant_id: { type: 'text', primary: true, primaryKeyConstraintName: 'ab_test_variants_pkey' },
    position: { type: 'integer' },
    variant_name: { type: 'text' },
    weight: { type: 'double precision' },
    is_control: { type: 'boolean' },
  },
});

export const AbTestAssignmentSchema = new EntitySchema({
  name: 'AbTestAssignment',
  tableName: 'ab_test_assignments',
  columns: {
    test_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'ab_test_assignments_pkey' },
    user_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'ab_test_assignments_pkey' },
    variant_id: { type: 'text' },
    assigned_at: { type: 'timestamptz', precision: 3 },
    multiple_exposures: { type: 'boolean', default: false },
  },
  indices: [
    { name: 'ab_test_assignments_user_idx', columns: ['user_id'] },
    { name: 'ab_test_assignments_time_idx', columns: ['test_id', 'assigned_at'] },
  ],
});

export const AbTestEventSchema = new EntitySchema({
  name: 'AbTestEvent',
  tableName: 'ab_test_events',
  columns: {
    event_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'ab_test_events_pkey' },
    test_id: { type: 'uuid' },
    user_id: { type: 'uuid' },
    metric_name: { type: 'text' },
    value: { type: 'double precision' },
    occurred_at: { type: 'timestamptz', precision: 3 },
  },
  indices: [
    {
      name: 'ab_test_events_metric_idx',
      synchronize: false,
      columns: ['test_id', 'metric_name', 'user_id', 'occurred_at'],
    },
    { name: 'ab_test_events_user_idx', columns: ['user_id'] },
  ],
});
