/** All views of each of the releases $1. Counts are far below 2^53, so they come as doubles. */
export const CURRENT_RELEASE_VIEWS = {
  name: 'current-release-views',
  text: `
SELECT release_id, sum(views)::double precision AS views
FROM release_daily
WHERE release_id = ANY ($1::uuid[])
GROUP BY release_id`,
};

/** Views and watched seconds of release $1 on each UTC day from $2 to $3 that has views. */
export const RELEASE_HISTORICAL_VIEWS = {
  name: 'release-historical-views',
  text: `
SELECT day::text, views, watch_seconds::double precision AS watch_seconds
FROM release_daily
WHERE release_id = $1 AND day BETWEEN $2 AND $3 AND views > 0
ORDER BY day`,
};
