import type { ClientBase } from 'pg';

/** Two queries with the same columns, of which the first ones are the key. */
interface Rollup {
  readonly stored: string;
  readonly recounted: string;
}

const week = (instant: string) =>
  `floor(extract(epoch FROM ${instant} - '1900-01-01Z'::timestamptz) / 604800)::int`;

const ANCHORED = `
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

/** Every rollup counted anew from raw rows, each by a plain statement of its own. Stored rows of nought count as absent. */
export const ROLLUPS = {
  users: {
    stored: `
      SELECT user_id, first_viewed_at, last_viewed_at, views, completion_views, completion_sum::float8,
             ARRAY(SELECT first_week + i FROM generate_series(0, length(weeks) - 1) AS i WHERE get_bit(weeks, i) = 1)
      FROM user_activity`,
    recounted: `
      SELECT a.user_id, min(viewed_at), max(viewed_at), count(viewed_at)::int, count(completion)::int,
             coalesce(sum(completion::numeric), 0)::float8,
             coalesce(array_agg(DISTINCT ${week('viewed_at')} ORDER BY ${week('viewed_at')})
                      FILTER (WHERE viewed_at IS NOT NULL), '{}')
      FROM user_activity a LEFT JOIN view_events USING (user_id) GROUP BY a.user_id`,
  },
  cohorts: {
    stored: `SELECT kind, cohort_week, users, viewers FROM retention_cohorts WHERE users <> 0`,
    recounted: `
      ${ANCHORED}
      SELECT kind, ${week('at')}, count(*)::int,
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM view_events v WHERE v.user_id = anchor.user_id AND viewed_at >= at))::int
      FROM anchor GROUP BY 1, 2`,
  },
  cells: {
    stored: `
      SELECT kind, cohort_week, k, active_users, last_users
      FROM retention_cells WHERE active_users <> 0 OR last_users <> 0`,
    recounted: `
      ${ANCHORED},
      marked AS (SELECT *, k = max(k) OVER (PARTITION BY kind, user_id) AS is_last FROM active)
      SELECT kind, cohort_week, k, count(*)::int, count(*) FILTER (WHERE is_last)::int
      FROM marked WHERE k >= 1 GROUP BY 1, 2, 3`,
  },
  days: {
    stored: `SELECT release_id, day, views, watch_seconds FROM release_daily WHERE views <> 0`,
    recounted: `
      SELECT release_id, (viewed_at AT TIME ZONE 'UTC')::date, count(*)::int, sum(watch_seconds)
      FROM view_events GROUP BY 1, 2`,
  },
} as const satisfies Record<string, Rollup>;

/** Rows by kind of rollup, in order. */
export type Rollups = Readonly<Record<keyof typeof ROLLUPS, unknown[][]>>;

/** What is stored beside what is counted, to be compared by a test that shows the difference. */
export async function compareWithRecount(
  client: ClientBase,
): Promise<{ stored: Rollups; recounted: Rollups }> {
  const read = async (which: keyof Rollup): Promise<Rollups> => {
    const all: Partial<Record<keyof Rollups, unknown[][]>> = {};
    for (const name of KINDS) {
      const text = `${ROLLUPS[name][which]} ORDER BY 1, 2, 3`;
      all[name] = (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
    }
    return all as Rollups;
  };
  return { stored: await read('stored'), recounted: await read('recounted') };
}

/** So many first columns say which bucket a row is. */
const KEY_COLUMNS = { users: 1, cohorts: 2, cells: 3, days: 2 } as const;
const KINDS = Object.keys(ROLLUPS) as (keyof Rollups)[];

/** The buckets that are not the same in both, or in one only. */
export function differingBuckets(one: Rollups, other: Rollups): string[] {
  const [left, right] = [buckets(one), buckets(other)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => left.get(name) !== right.get(name));
}

function buckets(rollups: Rollups): Map<string, string> {
  const all = new Map<string, string>();
  for (const kind of KINDS)
    for (const row of rollups[kind]) {
      const columns = KEY_COLUMNS[kind];
      all.set(`${kind} ${row.slice(0, columns).join(' ')}`, JSON.stringify(row.slice(columns)));
    }
  return all;
}

/** How many rows differ, all rollups together; for more data than fit into this process. */
export async function countDifferences(client: ClientBase): Promise<number> {
  let differences = 0;
  for (const { stored, recounted } of Object.values(ROLLUPS)) {
    const { rows } = await client.query<{ count: number }>(`
      WITH stored AS MATERIALIZED (${stored}), recounted AS MATERIALIZED (${recounted}),
      difference AS (
        (SELECT * FROM stored EXCEPT ALL SELECT * FROM recounted)
        UNION ALL
        (SELECT * FROM recounted EXCEPT ALL SELECT * FROM stored)
      )
      SELECT count(*)::int AS count FROM difference`);
    differences += rows[0]!.count;
  }
  return differences;
}
