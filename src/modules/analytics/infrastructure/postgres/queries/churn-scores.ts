/**
 * Arrays of equal length: $1 users (each once), $2 probabilities, $3 risks, $4 reasons (as JSON), $5 versions, $6 views,
 * $7 when, in milliseconds since 1970. An erasure of the same user comes wholly before or after.
 */
export const SAVE_CHURN_SCORES = {
  name: 'save-churn-scores',
  text: `
WITH viewer AS (
  SELECT user_id
  FROM user_activity
  WHERE user_id = ANY ($1::uuid[])
  ORDER BY user_id
  FOR KEY SHARE
)
INSERT INTO churn_scores AS stored (user_id, probability, risk, reasons, model_version, views, scored_at)
SELECT user_id, probability, risk, ARRAY(SELECT jsonb_array_elements_text(reasons)), model_version, views,
       to_timestamp(scored_ms / 1000.0)
FROM unnest($1::uuid[], $2::double precision[], $3::text[], $4::jsonb[], $5::text[], $6::integer[], $7::bigint[])
  AS score (user_id, probability, risk, reasons, model_version, views, scored_ms)
JOIN viewer USING (user_id)
ORDER BY user_id
ON CONFLICT (user_id) DO UPDATE
SET probability = excluded.probability, risk = excluded.risk, reasons = excluded.reasons,
    model_version = excluded.model_version, views = excluded.views, scored_at = excluded.scored_at`,
};

/** The next $2 analysed users after $1, by id, without a score of their present views. */
export const LIST_UNSCORED = {
  name: 'list-unscored',
  text: `
SELECT user_id
FROM user_activity AS activity LEFT JOIN churn_scores AS score USING (user_id)
WHERE analysed AND score.views IS DISTINCT FROM activity.views
  AND user_id > coalesce($1, '00000000-0000-0000-0000-000000000000'::uuid)
ORDER BY user_id
LIMIT $2`,
};

export interface ScoredViewerRow {
  user_id: string;
  registered_at: Date;
  last_viewed_at: Date | null;
  views: number;
  probability: number;
  risk: string;
  reasons: string[];
  model_version: string;
  scored_at: Date;
}

/** What each sort goes by, as a number with the greatest first. */
const SORT_VALUES = {
  churn_probability: 'probability',
  last_activity: `coalesce(extract(epoch FROM last_viewed_at) * 1000, '-Infinity')::double precision`,
  total_views: 'activity.views::double precision',
};

/**
 * Viewers by one of the sorts: $1 risk (null: any), $2 and $3 where the page before ended (null: first page), $4 limit.
 */
export const listScored = (sort: keyof typeof SORT_VALUES) => ({
  name: `list-scored-by-${sort}`,
  text: `
SELECT user_id, registered_at, last_viewed_at, activity.views, probability, risk, reasons, model_version, scored_at
FROM churn_scores AS score JOIN user_activity AS activity USING (user_id)
WHERE analysed AND ($1::text IS NULL OR risk = $1)
  AND ($3::uuid IS NULL OR (${SORT_VALUES[sort]}, user_id) < ($2::double precision, $3::uuid))
ORDER BY ${SORT_VALUES[sort]} DESC, user_id DESC
LIMIT $4`,
});

/** $1 user. */
export const ERASE_CHURN_SCORE = {
  name: 'erase-churn-score',
  text: `DELETE FROM churn_scores WHERE user_id = $1`,
};
