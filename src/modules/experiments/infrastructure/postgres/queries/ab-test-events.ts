/**
 * Stores events that are new, of tests that are there and users who are held; arrays of equal length, each id once,
 * `occurred_at` in milliseconds since 1970. Answers which were new.
 */
export const RECORD_TEST_EVENTS = {
  name: 'record-ab-test-events',
  text: `
WITH input AS (
  SELECT event_id, test_id, user_id, metric_name, value, to_timestamp(occurred_ms / 1000.0) AS occurred_at
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::double precision[], $6::bigint[])
    AS event (event_id, test_id, user_id, metric_name, value, occurred_ms)
),
test AS (
  SELECT test_id
  FROM ab_tests
  WHERE test_id IN (SELECT test_id FROM input)
  ORDER BY test_id
  FOR KEY SHARE
)
INSERT INTO ab_test_events (event_id, test_id, user_id, metric_name, value, occurred_at)
SELECT event_id, test_id, user_id, metric_name, value, occurred_at
FROM input JOIN test USING (test_id)
ORDER BY event_id
ON CONFLICT (event_id) DO NOTHING
RETURNING event_id`,
};

/** The stored bodies of events that were not new, to tell repeats from conflicts. */
export const FIND_TEST_EVENTS = {
  name: 'find-ab-test-events',
  text: `
SELECT event_id AS "eventId", test_id AS "testId", user_id AS "userId", metric_name AS "metricName", value,
       occurred_at AS "occurredAt"
FROM ab_test_events
WHERE event_id = ANY ($1::uuid[])`,
};
