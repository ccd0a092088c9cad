import type { CohortQuery } from '../../../domain/retention/cohort-query';
import { anchors, weekOf } from './cohort-activity-rows';

/**
 * Stores payments that are new, of users who are there; arrays of equal length, each id once, `paid_at` in milliseconds
 * since 1970. An erasure of the same user comes wholly before or after.
 */
export const RECORD_PAYMENTS = {
  name: 'record-payments',
  text: `
WITH input AS (
  SELECT payment_id, user_id, amount_minor, currency, to_timestamp(paid_ms / 1000.0) AS paid_at
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[])
    AS payment (payment_id, user_id, amount_minor, currency, paid_ms)
),
payer AS (
  SELECT user_id
  FROM user_activity
  WHERE user_id IN (SELECT user_id FROM input)
  ORDER BY user_id
  FOR KEY SHARE
),
inserted AS (
  INSERT INTO payments (payment_id, user_id, amount_minor, currency, paid_at)
  SELECT payment_id, user_id, amount_minor, currency, paid_at
  FROM input JOIN payer USING (user_id)
  ORDER BY payment_id
  ON CONFLICT (payment_id) DO NOTHING
  RETURNING payment_id
)
SELECT ARRAY(SELECT payment_id FROM inserted) AS inserted, ARRAY(SELECT user_id FROM payer) AS known_users`,
};

/** The stored bodies of payments that were not new, to tell repeats from conflicts. */
export const FIND_PAYMENTS = {
  name: 'find-payments',
  text: `
SELECT payment_id, user_id, amount_minor::double precision AS amount_minor, currency, paid_at
FROM payments
WHERE payment_id = ANY ($1::uuid[])`,
};

/**
 * The cohort of each user in scope: user_id, anchor_day, anchor_week. $1 from, $2 until, $3 time zone, $4 days to shift;
 * `releases` names the ids of the asked releases.
 */
const members = (query: CohortQuery, releases: string) => `
  SELECT user_id, anchor_day, ${weekOf('anchor_day')} AS anchor_week
  FROM (SELECT user_id, (anchor AT TIME ZONE $3)::date AS anchor_day FROM (${anchors(query, releases)}) AS anchored) AS dated`;

/** What the users of each cohort paid in each week: $1…$4 as above, $5 rolling?, $6 weeks, $7 release ids, if asked. */
export const cohortRevenue = (query: CohortQuery): string => `
WITH member AS (${members(query, '$7')}),
paid AS (
  SELECT anchor_week, currency, amount_minor,
         CASE WHEN $5::boolean THEN floor((day - anchor_day) / 7.0)::integer
              ELSE ${weekOf('day')} - anchor_week END AS k
  FROM (
    SELECT member.*, currency, amount_minor, (paid_at AT TIME ZONE $3)::date AS day
    FROM member JOIN payments USING (user_id)
  ) AS payment
)
SELECT (date '1899-12-25' + 7 * anchor_week - $4)::text AS cohort, greatest(0, k) AS week, currency,
       sum(amount_minor)::double precision AS amount_minor
FROM paid
WHERE k <= $6
GROUP BY anchor_week, greatest(0, k), currency`;

/** What the users of each cohort have paid in all, and are expected to pay yet: $1…$4 as above, $5 release ids, if asked. */
export const cohortOutlook = (query: CohortQuery): string => `
WITH member AS (${members(query, '$5')}),
money AS (
  SELECT anchor_week, currency, amount_minor AS paid, 0 AS expected
  FROM member JOIN payments USING (user_id)
  UNION ALL
  SELECT anchor_week, currency, 0, expected_minor
  FROM member JOIN payer_outlooks USING (user_id)
)
SELECT (date '1899-12-25' + 7 * anchor_week - $4)::text AS cohort, currency,
       sum(paid)::double precision AS paid_minor, sum(expected) AS expected_minor
FROM money
GROUP BY anchor_week, currency`;

export const LIST_CURRENCIES = {
  name: 'list-currencies',
  text: `SELECT DISTINCT currency FROM payments ORDER BY currency`,
};

/**
 * The next $3 analysed payers in currency $1 after $2, by id, with the UTC days on which they paid more than they got back;
 * days are numbered from 1970-01-01.
 */
export const LIST_PAYERS = {
  name: 'list-payers',
  text: `
WITH payer AS (
  SELECT DISTINCT user_id
  FROM payments JOIN user_activity USING (user_id)
  WHERE currency = $1 AND analysed AND user_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
  ORDER BY user_id
  LIMIT $3
),
payment_day AS (
  SELECT user_id, (paid_at AT TIME ZONE 'UTC')::date - date '1970-01-01' AS day, sum(amount_minor) AS amount
  FROM payments JOIN payer USING (user_id)
  WHERE currency = $1
  GROUP BY user_id, day
),
numbered AS (
  SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY day) AS number
  FROM payment_day
  WHERE amount > 0
)
SELECT user_id, coalesce(count(number), 0)::integer AS payment_days, min(day) AS first_day, max(day) AS last_day,
       (avg(amount) FILTER (WHERE number > 1))::double precision AS mean_repeat_minor
FROM payer LEFT JOIN numbered USING (user_id)
GROUP BY user_id
ORDER BY user_id`,
};

/** Users $2 (each once) and what they are expected to pay ($3) in currency $1. */
export const SAVE_OUTLOOKS = {
  name: 'save-payer-outlooks',
  text: `
WITH payer AS (
  SELECT user_id
  FROM user_activity
  WHERE user_id = ANY ($2::uuid[])
  ORDER BY user_id
  FOR KEY SHARE
)
INSERT INTO payer_outlooks AS stored (user_id, currency, expected_minor)
SELECT user_id, $1, expected_minor
FROM unnest($2::uuid[], $3::double precision[]) AS outlook (user_id, expected_minor)
JOIN payer USING (user_id)
ORDER BY user_id
ON CONFLICT (user_id, currency) DO UPDATE SET expected_minor = excluded.expected_minor`,
};

/** $1 user. */
export const ERASE_PAYMENTS = {
  name: 'erase-payments',
  text: `DELETE FROM payments WHERE user_id = $1`,
};

export const ERASE_OUTLOOKS = {
  name: 'erase-payer-outlooks',
  text: `DELETE FROM payer_outlooks WHERE user_id = $1`,
};
