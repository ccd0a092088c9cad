export interface RecentArrivalsRow {
  at: Date;
  release_id: string;
  views: number;
  watch_seconds: number;
  user_ids: string[];
}

/**
 * Views that ended within the $2 minutes before now ($1), by release and second, or before the last five minutes by
 * minute. None lasts longer than a day; one that is said to last beyond now counts as ended now.
 */
export const RECENT_ARRIVALS = {
  name: 'recent-arrivals',
  text: `
WITH ended AS (
  SELECT release_id, user_id, watch_seconds, least(viewed_at + make_interval(secs => watch_seconds), $1) AS at
  FROM view_events
  WHERE viewed_at > $1::timestamptz - make_interval(days => 1, mins => $2)
    AND viewed_at + make_interval(secs => watch_seconds) > $1::timestamptz - make_interval(mins => $2)
)
SELECT date_trunc(CASE WHEN at > $1 - interval '5 minutes' THEN 'second' ELSE 'minute' END, at) AS at, release_id,
       count(*)::integer AS views, sum(watch_seconds)::double precision AS watch_seconds,
       array_agg(DISTINCT user_id) AS user_ids
FROM ended
GROUP BY 1, release_id
ORDER BY 1, release_id`,
};
