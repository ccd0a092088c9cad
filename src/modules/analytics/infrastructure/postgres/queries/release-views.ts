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

/** Views of the releases $1 on the UTC days from $2 to $3, and the day of each one's very first view up to $3. */
export const VIEW_HISTORIES = {
  name: 'view-histories',
  text: `
SELECT release_id, min(day)::text AS first_day,
       coalesce(array_agg(day::text ORDER BY day) FILTER (WHERE day >= $2), '{}') AS days,
       coalesce(array_agg(views ORDER BY day) FILTER (WHERE day >= $2), '{}') AS views
FROM release_daily
WHERE release_id = ANY ($1::uuid[]) AND day <= $3 AND views > 0
GROUP BY release_id`,
};

/** The next $3 releases after $2 with a view up to day $1, by id. */
export const VIEWED_RELEASES = {
  name: 'viewed-releases',
  text: `
SELECT release_id, min(day)::text AS first_day
FROM release_daily
WHERE day <= $1 AND views > 0 AND release_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
GROUP BY release_id
ORDER BY release_id
LIMIT $3`,
};

/** The $2 releases with the most views from UTC day $1 on. */
export const POPULAR_RELEASES = {
  name: 'popular-releases',
  text: `
SELECT release_id
FROM release_daily
WHERE day >= $1
GROUP BY release_id
HAVING sum(views) > 0
ORDER BY sum(views) DESC, release_id
LIMIT $2`,
};
