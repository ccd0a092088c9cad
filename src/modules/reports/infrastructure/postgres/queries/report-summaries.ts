export interface ViewSummaryRow {
  views: number;
  viewers: number;
  releases: number;
  hours: number;
  completion: number | null;
}

/** What the views from $1 to before $2 come to. */
export const VIEW_SUMMARY = {
  name: 'report-view-summary',
  text: `
SELECT count(*)::double precision AS views, count(DISTINCT user_id)::double precision AS viewers,
       count(DISTINCT release_id)::double precision AS releases,
       coalesce(sum(watch_seconds), 0) / 3600.0::double precision AS hours, avg(completion) AS completion
FROM view_events
WHERE viewed_at >= $1 AND viewed_at < $2`,
};

export interface ViewBucketRow {
  /** First day of it. */
  day: string;
  views: number;
  viewers: number;
  hours: number;
}

/** The views from $1 to before $2 by UTC day, week or month ($3). */
export const VIEWS_BY_TIME = {
  name: 'report-views-by-time',
  text: `
SELECT date_trunc($3, viewed_at AT TIME ZONE 'UTC')::date::text AS day, count(*)::double precision AS views,
       count(DISTINCT user_id)::double precision AS viewers, sum(watch_seconds) / 3600.0::double precision AS hours
FROM view_events
WHERE viewed_at >= $1 AND viewed_at < $2
GROUP BY 1
ORDER BY 1`,
};

export interface TopReleaseRow {
  release_id: string;
  title: string | null;
  views: number;
  viewers: number;
  hours: number;
  completion: number | null;
}

/** The $3 releases with the most views from $1 to before $2. */
export const TOP_RELEASES = {
  name: 'report-top-releases',
  text: `
WITH seen AS (
  SELECT release_id, count(*)::double precision AS views, count(DISTINCT user_id)::double precision AS viewers,
         sum(watch_seconds) / 3600.0::double precision AS hours, avg(completion) AS completion
  FROM view_events
  WHERE viewed_at >= $1 AND viewed_at < $2
  GROUP BY release_id
  ORDER BY views DESC, release_id
  LIMIT $3
)
SELECT seen.*, title
FROM seen LEFT JOIN releases ON id = release_id
ORDER BY views DESC, release_id`,
};

export interface ReleaseViewsRow {
  release_id: string;
  title: string | null;
  views: number;
}

/** Each release with views from $1 to before $2. */
export const RELEASE_VIEWS = {
  name: 'report-release-views',
  text: `
WITH seen AS (
  SELECT release_id, count(*)::double precision AS views
  FROM view_events
  WHERE viewed_at >= $1 AND viewed_at < $2
  GROUP BY release_id
)
SELECT release_id, title, views
FROM seen LEFT JOIN releases ON id = release_id`,
};
