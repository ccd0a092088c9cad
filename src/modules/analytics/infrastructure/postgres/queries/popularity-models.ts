/** Days of an outlook that may have gone by before the job makes the next one. */
const SPARE_OUTLOOK_DAYS = 7;

/**
 * Releases $1, modes $2 and so on: arrays of equal length, with each release and mode once. A model without an outlook
 * leaves the one that is there, which the next run of the job replaces.
 */
export const SAVE_POPULARITY_MODELS = {
  name: 'save-popularity-models',
  text: `
INSERT INTO popularity_models
  (release_id, mode, version, model, history_days, confidence_score, trained_at, outlook_from, outlook)
SELECT release_id, mode, version, model, history_days, confidence_score, to_timestamp(trained_ms / 1000.0),
       outlook_from, CASE WHEN outlook_from IS NOT NULL
                          THEN ARRAY(SELECT jsonb_array_elements(outlook)::double precision) END
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::integer[], $6::double precision[], $7::bigint[],
            $8::date[], $9::jsonb[])
  AS trained (release_id, mode, version, model, history_days, confidence_score, trained_ms, outlook_from, outlook)
ORDER BY release_id, mode
ON CONFLICT (release_id, mode) DO UPDATE
SET version = excluded.version, model = excluded.model, history_days = excluded.history_days,
    confidence_score = excluded.confidence_score, trained_at = excluded.trained_at,
    outlook_from = coalesce(excluded.outlook_from, popularity_models.outlook_from),
    outlook = coalesce(excluded.outlook, popularity_models.outlook)`,
};

/**
 * Releases by what is expected of them: $1 first predicted day, $2 days, $3 sort, $4 least previous views, $5 and $6
 * where the page before ended (null: first page), $7 limit. Previous views are those of the last $2 whole days.
 */
export const RANK_RELEASES = {
  name: 'rank-releases',
  text: `
WITH predicted AS (
  SELECT release_id, version, confidence_score, trained_at,
         (SELECT sum(views) FROM unnest(outlook[1 + skipped : $2 + skipped]) AS views) AS views
  FROM popularity_models
  CROSS JOIN LATERAL (SELECT greatest(0, least($1::date - outlook_from, ${SPARE_OUTLOOK_DAYS}))) AS past (skipped)
  WHERE mode = 'auto' AND outlook IS NOT NULL
),
previous AS (
  SELECT release_id, sum(views)::double precision AS views
  FROM release_daily
  WHERE day >= $1::date - 1 - $2::integer AND day < $1::date - 1
  GROUP BY release_id
),
ranked AS (
  SELECT release_id, version, confidence_score, trained_at, floor(predicted.views + 0.5) AS predicted_views,
         coalesce(previous.views, 0) AS previous_views, predicted.views / nullif(previous.views, 0) - 1 AS growth
  FROM predicted LEFT JOIN previous USING (release_id)
),
sorted AS (
  SELECT *, CASE $3 WHEN 'growth' THEN coalesce(growth, '-Infinity') ELSE predicted_views END AS value
  FROM ranked
  WHERE previous_views >= $4
)
SELECT release_id, version, confidence_score, trained_at, predicted_views, previous_views, growth
FROM sorted
WHERE $6::uuid IS NULL OR value < $5::double precision OR (value = $5::double precision AND release_id > $6::uuid)
ORDER BY value DESC, release_id
LIMIT $7`,
};

/** One row for each version in use; shares and medians are over releases that were watched in their backtest. */
export const SUMMARISE_POPULARITY_MODELS = {
  name: 'summarise-popularity-models',
  text: `
WITH judged AS (
  SELECT version, trained_at, CASE WHEN model #> '{backtest,wape}' <> 'null' THEN model -> 'backtest' END AS backtest
  FROM popularity_models
  WHERE mode = 'auto'
)
SELECT version, count(*)::integer AS releases, min(trained_at) AS first_trained_at, max(trained_at) AS last_trained_at,
       count(backtest)::integer AS backtested,
       avg((backtest ->> 'beatsSeasonalNaive')::boolean::integer)::double precision AS beats_seasonal_naive,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY (backtest ->> 'mase')::double precision) AS median_mase,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY (backtest ->> 'wape')::double precision) AS median_wape,
       avg((backtest ->> 'coverage')::double precision) AS coverage
FROM judged
GROUP BY version
ORDER BY releases DESC, version`,
};
