import type { Client } from 'pg';

/** So many first columns say which bucket a row is. */
const KEY_COLUMNS = { users: 1, cohorts: 2, cells: 3, days: 2 } as const;

/** Rows by kind of rollup, in order. */
export type Rollups = Readonly<Record<keyof typeof KEY_COLUMNS, unknown[][]>>;

/** The buckets that are not the same in both, or in one only. */
export function differingBuckets(one: Rollups, other: Rollups): string[] {
  const [left, right] = [buckets(one), buckets(other)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => left.get(name) !== right.get(name));
}

function buckets(rollups: Rollups): Map<string, string> {
  const all = new Map<string, string>();
  for (const [kind, columns] of Object.entries(KEY_COLUMNS) as [keyof Rollups, number][])
    for (const row of rollups[kind])
      all.set(`${kind} ${row.slice(0, columns).join(' ')}`, JSON.stringify(row.slice(columns)));
  return all;
}

/**
 * Every rollup counted anew from raw rows, each by a plain statement of its own, beside what is stored.
 * Rows of nought in the stored tables count as absent.
 */
export async function compareWithRecount(client: Client): Promise<{ stored: Rollups; recounted: Rollups }> {
  const rows = async (text: string) => (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
  const stored = {
    users: await rows(`
      SELECT user_id, first_viewed_at, last_viewed_at, views, completion_views, completion_sum::float8,
             ARRAY(SELECT first_week + i FROM generate_series(0, length(weeks) - 1) AS i WHERE get_bit(weeks, i) = 1)
      FROM user_activity ORDER BY user_id`),
    cohorts: await rows(`
      SELECT kind, cohort_week, users, viewers FROM retention_cohorts WHERE users <> 0 ORDER BY 1, 2`),
    cells: await rows(`
      SELECT kind, cohort_week, k, active_users, last_users
      FROM retention_cells WHERE active_users <> 0 OR last_users <> 0 ORDER BY 1, 2, 3`),
    days: await rows(`
      SELECT release_id, day::text, views, watch_seconds::float8 FROM release_daily WHERE views <> 0 ORDER BY 1, 2`),
  };

  const week = (instant: string) =>
    `floor(extract(epoch FROM ${instant} - '1900-01-01Z'::timestamptz) / 604800)::int`;
  const anchored = `
    WITH anchor AS (
      SELECT 'registration' AS kind, user_id, registered_at AS at FROM user_activity WHERE analysed
      UNION ALL
      SELECT 'first_view', user_id, min(viewed_at)
      FROM view_events JOIN user_activity USING (user_id) WHERE analysed GROUP BY user_id
    ),
    active AS (
      SELECT DISTINCT kind, user_id, ${week('at')} AS cohort_week, ${week('viewed_at')} - ${week('at')} AS k
      FROM anchor JOIN view_events USING (user_id)
    )`;
  const recounted = {
    users: await rows(`
      SELECT a.user_id, min(viewed_at), max(viewed_at), count(viewed_at)::int, count(completion)::int,
             coalesce(sum(completion::numeric), 0)::float8,
             coalesce(array_agg(DISTINCT ${week('viewed_at')} ORDER BY ${week('viewed_at')})
                      FILTER (WHERE viewed_at IS NOT NULL), '{}')
      FROM user_activity a LEFT JOIN view_events USING (user_id) GROUP BY a.user_id ORDER BY a.user_id`),
    cohorts: await rows(`
      ${anchored}
      SELECT kind, ${week('at')}, count(*)::int,
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM view_events v WHERE v.user_id = anchor.user_id AND viewed_at >= at))::int
      FROM anchor GROUP BY 1, 2 ORDER BY 1, 2`),
    cells: await rows(`
      ${anchored}
      SELECT kind, cohort_week, k, count(*)::int,
             count(*) FILTER (WHERE k = (SELECT max(k) FROM active other
                                         WHERE other.kind = active.kind AND other.user_id = active.user_id))::int
      FROM active WHERE k >= 1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    days: await rows(`
      SELECT release_id, (viewed_at AT TIME ZONE 'UTC')::date::text, count(*)::int, sum(watch_seconds)::float8
      FROM view_events GROUP BY 1, 2 ORDER BY 1, 2`),
  };
  return { stored, recounted };
}
