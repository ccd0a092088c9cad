/** ISO 8601 in UTC with milliseconds, as everywhere in the API. */
const iso = (instant: string) => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What spreadsheets might take for a formula gets an apostrophe before it; the same signs as csv-stringify's. */
const harmless = (text: string) =>
  `CASE WHEN ${text} ~ E'^[-=+@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]' THEN '''' || ${text} ELSE ${text} END`;

interface Range {
  readonly from: string;
  readonly until: string;
}

/** Every view of a range with its release's title, in the order of time. */
export const viewRows = ({ from, until }: Range) => `
SELECT event_id, ${iso('viewed_at')} AS viewed_at, user_id, release_id, ${harmless('title')} AS release_title,
       watch_seconds, completion
FROM view_events AS view LEFT JOIN releases ON releases.id = view.release_id
WHERE view.viewed_at >= ${from} AND view.viewed_at < ${until}
ORDER BY view.viewed_at, event_id`;

/** About how many views a range has: those of all UTC days that it touches. $1 first day, $2 last day. */
export const ESTIMATE_VIEWS = {
  name: 'estimate-views',
  text: `SELECT sum(views)::double precision AS views FROM release_daily WHERE day BETWEEN $1 AND $2`,
};

/** What each analysed user who had registered by the end of a range did in it; watch time as a union of intervals. */
const users = ({ from, until }: Range) => `
view AS (
  SELECT user_id, viewed_at, viewed_at + make_interval(secs => watch_seconds) AS ended_at, completion
  FROM view_events
  WHERE viewed_at >= ${from} AND viewed_at < ${until}
),
-- What each interval adds to the ones that began before it.
piece AS (
  SELECT user_id, completion,
         greatest(interval '0', ended_at - greatest(viewed_at, max(ended_at) OVER (
           PARTITION BY user_id ORDER BY viewed_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))) AS added
  FROM view
),
watched AS (
  SELECT user_id, count(*)::integer AS views, sum(added) AS length, avg(completion) AS completion
  FROM piece
  GROUP BY user_id
),
viewer AS (
  SELECT user_id, registered_at, coalesce(watched.views, 0) AS views,
         round(coalesce(extract(epoch FROM length), 0) / 60, 1) AS watch_minutes,
         round(watched.completion::numeric, 4) AS completion, last_viewed_at, risk,
         round(probability::numeric, 3) AS probability
  FROM user_activity AS activity LEFT JOIN watched USING (user_id) LEFT JOIN churn_scores USING (user_id)
  WHERE analysed AND registered_at < ${until}
)`;

export const userRows = (range: Range) => `
WITH ${users(range)}
SELECT user_id, ${iso('registered_at')} AS registered_at, views, watch_minutes, completion,
       ${iso('last_viewed_at')} AS last_viewed_at, risk AS churn_risk, probability AS churn_probability
FROM viewer
ORDER BY user_id`;

export const COUNT_USERS = {
  name: 'count-analysed-users',
  text: `SELECT count(*)::double precision AS users FROM user_activity WHERE analysed`,
};

export interface UserSummaryRow {
  users: number;
  active: number;
  views: number;
  minutes: number;
  completion: number | null;
  low: number;
  medium: number;
  high: number;
  unscored: number;
}

export const userSummary = (range: Range) => `
WITH ${users(range)}
SELECT count(*)::double precision AS users, count(*) FILTER (WHERE views > 0)::double precision AS active,
       sum(views)::double precision AS views, sum(watch_minutes)::double precision AS minutes,
       avg(completion)::double precision AS completion,
       count(*) FILTER (WHERE risk = 'low')::double precision AS low,
       count(*) FILTER (WHERE risk = 'medium')::double precision AS medium,
       count(*) FILTER (WHERE risk = 'high')::double precision AS high,
       count(*) FILTER (WHERE risk IS NULL)::double precision AS unscored
FROM viewer`;

export interface TopUserRow {
  user_id: string;
  registered_at: string;
  views: number;
  minutes: number;
  completion: number | null;
  last_viewed_at: string | null;
  risk: string | null;
  probability: number | null;
}

/** The users with the most views in the range. */
export const topUsers = (range: Range, limit: number) => `
WITH ${users(range)}
SELECT user_id, ${iso('registered_at')} AS registered_at, views, watch_minutes::double precision AS minutes,
       completion::double precision AS completion, ${iso('last_viewed_at')} AS last_viewed_at, risk,
       probability::double precision AS probability
FROM viewer
WHERE views > 0
ORDER BY views DESC, user_id
LIMIT ${limit}`;
