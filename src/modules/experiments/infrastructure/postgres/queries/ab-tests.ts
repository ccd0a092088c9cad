/** Tests with their variants in order, as rows of {@link AbTestRow}; `source` names some rows of ab_tests. */
const testsOf = (source: string) => `
SELECT test.*, variant.variants
FROM ${source} AS test
CROSS JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('variantId', variant_id, 'name', variant_name, 'weight', weight,
                                      'isControl', is_control) ORDER BY position) AS variants
  FROM ab_test_variants
  WHERE ab_test_variants.test_id = test.test_id
) AS variant`;

export const FIND_TEST = {
  name: 'find-ab-test',
  text: testsOf('(SELECT * FROM ab_tests WHERE test_id = $1)'),
};

export const EXISTING_TESTS = {
  name: 'existing-ab-tests',
  text: `SELECT test_id FROM ab_tests WHERE test_id = ANY ($1::uuid[])`,
};

/** The last made first; $1 status, if asked for, $2 and $3 where the last page ended, $4 how many. */
export const LIST_TESTS = {
  name: 'list-ab-tests',
  text: `${testsOf(`(
  SELECT *
  FROM ab_tests
  WHERE ($1::text IS NULL OR status = $1)
    AND ($2::timestamptz IS NULL OR (created_at, test_id) < ($2::timestamptz, $3::uuid))
  ORDER BY created_at DESC, test_id DESC
  LIMIT $4
)`)}
ORDER BY created_at DESC, test_id DESC`,
};

/** $1 test; it and its exclusion group are locked in the order of their ids. */
export const LOCK_TESTS = {
  name: 'lock-ab-tests',
  text: `
SELECT test_id
FROM ab_tests
WHERE test_id = $1 OR exclusion_group = (SELECT exclusion_group FROM ab_tests WHERE test_id = $1)
ORDER BY test_id
FOR UPDATE`,
};

/** As they are once the locks are there, which {@link LOCK_TESTS} itself may not yet see. */
export const FIND_TESTS = {
  name: 'find-ab-tests',
  text: testsOf('(SELECT * FROM ab_tests WHERE test_id = ANY ($1::uuid[]))'),
};

/** Makes a test or overwrites it; $18 the variants in order. */
export const SAVE_TEST = {
  name: 'save-ab-test',
  text: `
WITH saved AS (
  INSERT INTO ab_tests (test_id, name, status, seed, primary_metric, metrics, allocation, exclusion_group, range_start,
                        range_end, audience, minimum_detectable_effect, inference, phases, created_at, started_at, ended_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
  ON CONFLICT (test_id) DO UPDATE
  SET name = excluded.name, status = excluded.status, seed = excluded.seed, primary_metric = excluded.primary_metric,
      metrics = excluded.metrics, allocation = excluded.allocation, exclusion_group = excluded.exclusion_group,
      range_start = excluded.range_start, range_end = excluded.range_end, audience = excluded.audience,
      minimum_detectable_effect = excluded.minimum_detectable_effect, inference = excluded.inference,
      phases = excluded.phases, started_at = excluded.started_at, ended_at = excluded.ended_at
),
variant AS (
  SELECT given->>'variantId' AS variant_id, position::integer, given->>'name' AS variant_name,
         (given->>'weight')::double precision AS weight, (given->>'isControl')::boolean AS is_control
  FROM jsonb_array_elements($18::jsonb) WITH ORDINALITY AS variants (given, position)
),
gone AS (
  DELETE FROM ab_test_variants
  WHERE test_id = $1 AND variant_id NOT IN (SELECT variant_id FROM variant)
)
INSERT INTO ab_test_variants (test_id, variant_id, position, variant_name, weight, is_control)
SELECT $1, variant_id, position, variant_name, weight, is_control
FROM variant
ON CONFLICT (test_id, variant_id) DO UPDATE
SET position = excluded.position, variant_name = excluded.variant_name, weight = excluded.weight,
    is_control = excluded.is_control`,
};

/** $1 test. Its row is locked, so that nobody is being assigned. */
export const DELETE_TEST = [
  { name: 'delete-ab-test-events', text: `DELETE FROM ab_test_events WHERE test_id = $1` },
  { name: 'delete-ab-test-assignments', text: `DELETE FROM ab_test_assignments WHERE test_id = $1` },
  { name: 'delete-ab-test-variants', text: `DELETE FROM ab_test_variants WHERE test_id = $1` },
  { name: 'delete-ab-test', text: `DELETE FROM ab_tests WHERE test_id = $1` },
];
