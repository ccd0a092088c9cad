/**
 * What the users of the relation `viewer`, rows of user_activity, have done up to now ($1): rows of
 * {@link ViewerActivityRow}. Days are UTC.
 */
const activityOf = (viewer: string) => `
  SELECT viewer.user_id, registered_at, views, last_viewed_at,
         (completion_sum / nullif(completion_views, 0))::double precision AS completion, seen.*
  FROM ${viewer} AS viewer
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT day)::integer AS active_days, min(day)::text AS first_day, max(day)::text AS last_day,
           count(*) FILTER (WHERE age < interval '720 hours')::integer AS views_30,
           count(*) FILTER (WHERE age >= interval '720 hours' AND age < interval '1440 hours')::integer
             AS previous_views_30,
           avg(completion) FILTER (WHERE age < interval '720 hours') AS completion_30,
           count(DISTINCT day) FILTER (WHERE day > ($1::timestamptz AT TIME ZONE 'UTC')::date - 28)::integer
             AS active_days_28
    FROM (
      SELECT $1::timestamptz - viewed_at AS age, (viewed_at AT TIME ZONE 'UTC')::date AS day, completion
      FROM view_events
      WHERE view_events.user_id = viewer.user_id
    ) AS view
  ) AS seen`;

export interface ViewerActivityRow {
  user_id: string;
  registered_at: Date;
  views: number;
  last_viewed_at: Date | null;
  completion: number | null;
  active_days: number;
  first_day: string | null;
  last_day: string | null;
  views_30: number;
  previous_views_30: number;
  completion_30: number | null;
  active_days_28: number;
}

/** The activity of the users $2 who are analysed. */
export const VIEWER_ACTIVITY = {
  name: 'viewer-activity',
  text: activityOf(`(SELECT * FROM user_activity WHERE analysed AND user_id = ANY ($2::uuid[]))`),
};

export interface ViewerHistoryRow extends ViewerActivityRow {
  watched_seconds: number;
  hours: number[];
  hour_views: number[];
  release_ids: string[];
  release_views: number[];
}

/** All that user $2 has done up to now ($1), by the clocks of time zone $3, from one scan of the user's views. */
export const VIEWER_HISTORY = {
  name: 'viewer-history',
  text: `
WITH activity AS (${activityOf('(SELECT * FROM user_activity WHERE user_id = $2)')}),
view AS MATERIALIZED (
  SELECT viewed_at, viewed_at + make_interval(secs => watch_seconds) AS ended_at, release_id
  FROM view_events
  WHERE user_id = $2
),
-- What each interval adds to the ones that began before it.
watched AS (
  SELECT sum(greatest(interval '0', ended_at - greatest(viewed_at, watched_to))) AS length
  FROM (
    SELECT viewed_at, ended_at,
           max(ended_at) OVER (ORDER BY viewed_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS watched_to
    FROM view
  ) AS sorted
),
by_hour AS (
  SELECT extract(hour FROM viewed_at AT TIME ZONE $3)::integer AS hour, count(*)::integer AS views
  FROM view
  GROUP BY hour
),
by_release AS (
  SELECT release_id, count(*)::integer AS views, max(viewed_at) AS last_viewed_at
  FROM view
  GROUP BY release_id
)
SELECT activity.*,
       coalesce(extract(epoch FROM (SELECT length FROM watched)), 0)::double precision AS watched_seconds,
       ARRAY(SELECT hour FROM by_hour ORDER BY hour) AS hours,
       ARRAY(SELECT views FROM by_hour ORDER BY hour) AS hour_views,
       ARRAY(SELECT release_id FROM by_release ORDER BY last_viewed_at DESC, release_id) AS release_ids,
       ARRAY(SELECT views FROM by_release ORDER BY last_viewed_at DESC, release_id) AS release_views
FROM activity`,
};

/** Those of the users $1 who have a view of one of the releases $2. */
export const FIND_VIEWERS = {
  name: 'find-viewers',
  text: `
SELECT user_id
FROM unnest($1::uuid[]) AS asked (user_id)
WHERE EXISTS (
  SELECT FROM view_events
  WHERE view_events.user_id = asked.user_id AND release_id = ANY ($2::uuid[])
)`,
};

/** The next $2 analysed users after $1, by id. */
export const LIST_VIEWERS = {
  name: 'list-viewers',
  text: `
SELECT user_id
FROM user_activity
WHERE analysed AND user_id > coalesce($1, '00000000-0000-0000-0000-000000000000'::uuid)
ORDER BY user_id
LIMIT $2`,
};

export interface VisitSampleRow {
  first_day: number;
  days: number;
  last_day: number;
  earlier_days: number;
  earlier_last_day: number | null;
}

/**
 * Active days of about $2 analysed users with views, always the same ones of the same users: all of them, and those
 * before day $1. Days are numbered from 1970-01-01 (UTC).
 */
export const SAMPLE_VISITS = {
  name: 'sample-visits',
  text: `
WITH viewer AS (
  SELECT user_id, count(*) OVER () AS people
  FROM user_activity
  WHERE analysed AND first_viewed_at IS NOT NULL
),
chosen AS (
  SELECT user_id
  FROM viewer
  WHERE mod(hashtextextended(user_id::text, 0), greatest(1, ceil(people / $2::numeric)::bigint)) = 0
)
SELECT seen.*
FROM chosen
CROSS JOIN LATERAL (
  SELECT min(day) AS first_day, count(DISTINCT day)::integer AS days, max(day) AS last_day,
         count(DISTINCT day) FILTER (WHERE day < $1)::integer AS earlier_days,
         max(day) FILTER (WHERE day < $1) AS earlier_last_day
  FROM (
    SELECT (viewed_at AT TIME ZONE 'UTC')::date - date '1970-01-01' AS day
    FROM view_events
    WHERE view_events.user_id = chosen.user_id
  ) AS view
) AS seen`,
};

/** For each of the users $1 the last $2 releases that they watched, the last first. */
export const WATCHED_RELEASES = {
  name: 'watched-releases',
  text: `
SELECT viewer.user_id, watched.release_ids
FROM unnest($1::uuid[]) AS viewer (user_id)
CROSS JOIN LATERAL (
  SELECT array_agg(release_id ORDER BY last_viewed_at DESC, release_id) AS release_ids
  FROM (
    SELECT release_id, max(viewed_at) AS last_viewed_at
    FROM view_events
    WHERE view_events.user_id = viewer.user_id
    GROUP BY release_id
    ORDER BY last_viewed_at DESC, release_id
    LIMIT $2
  ) AS latest
) AS watched
WHERE watched.release_ids IS NOT NULL`,
};
