/** Pairs of a test ($1) and a user ($2): arrays of equal length. */
export const FIND_ASSIGNMENTS = {
  name: 'find-assignments',
  text: `
SELECT test_id AS "testId", user_id AS "userId", variant_id AS "variantId"
FROM unnest($1::uuid[], $2::uuid[]) AS asked (test_id, user_id)
JOIN ab_test_assignments USING (test_id, user_id)`,
};

/**
 * Assigns users ($2) of tests ($1), each pair once, to variants ($3) at one instant ($4). Who has a variant keeps it; tests
 * that run no more, or are gone, take nobody. In the order of the key, or deadlocks come.
 */
export const INSERT_ASSIGNMENTS = {
  name: 'insert-assignments',
  text: `
WITH running AS (
  SELECT test_id
  FROM ab_tests
  WHERE test_id = ANY ($1::uuid[]) AND status = 'running'
  ORDER BY test_id
  FOR KEY SHARE
)
INSERT INTO ab_test_assignments (test_id, user_id, variant_id, assigned_at)
SELECT test_id, user_id, variant_id, $4
FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS given (test_id, user_id, variant_id)
JOIN running USING (test_id)
ORDER BY test_id, user_id
ON CONFLICT (test_id, user_id) DO NOTHING`,
};

/**
 * Exposes users ($2, each once) of a test ($1) to variants ($3) at instants in milliseconds since 1970 ($4), and answers
 * whose rows are new or changed. The order in which exposures come makes no difference to the figures.
 */
export const EXPOSE_USERS = {
  name: 'expose-users',
  text: `
WITH test AS (
  SELECT test_id FROM ab_tests WHERE test_id = $1 FOR KEY SHARE
)
INSERT INTO ab_test_assignments AS stored (test_id, user_id, variant_id, assigned_at)
SELECT test_id, user_id, variant_id, to_timestamp(exposed_ms / 1000.0)
FROM unnest($2::uuid[], $3::text[], $4::bigint[]) AS given (user_id, variant_id, exposed_ms) CROSS JOIN test
ORDER BY user_id
ON CONFLICT (test_id, user_id) DO UPDATE
SET assigned_at = least(stored.assigned_at, excluded.assigned_at),
    multiple_exposures = stored.multiple_exposures OR stored.variant_id <> excluded.variant_id
WHERE NOT stored.multiple_exposures
  AND (stored.variant_id <> excluded.variant_id OR excluded.assigned_at < stored.assigned_at)
RETURNING user_id`,
};

export interface ExposureCountRow {
  variant_id: string;
  phase: number;
  users: number;
  recent_users: number;
  multiple: number;
}

/**
 * How many users of a test ($1) were exposed up to $2: by variant, and by phase, which begin at the instants $3, in order;
 * those after $4 are recent.
 */
export const COUNT_EXPOSURES = {
  name: 'count-exposures',
  text: `
SELECT variant_id, width_bucket(assigned_at, $3::timestamptz[]) AS phase,
       (count(*) FILTER (WHERE NOT multiple_exposures))::integer AS users,
       (count(*) FILTER (WHERE NOT multiple_exposures AND assigned_at > $4))::integer AS recent_users,
       (count(*) FILTER (WHERE multiple_exposures))::integer AS multiple
FROM ab_test_assignments
WHERE test_id = $1 AND assigned_at <= $2
GROUP BY variant_id, phase`,
};

/** $1 user. */
export const ERASE_TEST_USER = [
  { name: 'erase-assignments', text: `DELETE FROM ab_test_assignments WHERE user_id = $1` },
  { name: 'erase-ab-test-events', text: `DELETE FROM ab_test_events WHERE user_id = $1` },
];
