import type { Call } from '../../test/support/load';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** How many of the most watched releases, and of the viewers, are looked at; by Zipf's law. */
export const RELEASES = 30;
const VIEWERS = 300;
/** Ranges that are looked at again and again, in whole weeks up to the end of the data. */
const USUAL_WEEKS = [4, 12, 26];
/** One cohort request in so many is about a range of its own. */
const UNUSUAL = 15;

/** What the load asks about. */
export interface World {
  /** Ids, the most watched first. */
  readonly releases: readonly string[];
  readonly users: readonly string[];
  /** An A/B test that runs. */
  readonly testId: string;
  /** Monday 00:00 UTC; the users' first and the end of the last whole week. */
  readonly from: Date;
  readonly until: Date;
}

export interface KindOfCall extends Call {
  readonly kind: string;
}

/** What administrators with open dashboards ask, one request after another, in these shares of a hundred. */
export function dashboardRequests(world: World, random: () => number): () => KindOfCall {
  const below = (count: number) => Math.floor(random() * count);
  const ranked = (ids: readonly string[], most: number) => {
    const count = Math.min(ids.length, most);
    return ids[Math.min(count, Math.floor((count + 1) ** random())) - 1]!;
  };
  const shares: readonly (readonly [number, () => KindOfCall])[] = [
    [30, () => cohorts(world, below)],
    [25, () => popularity(ranked(world.releases, RELEASES))],
    [20, () => viewer(ranked(world.users, VIEWERS))],
    [10, () => get('ab-test metrics', `/ab-tests/${world.testId}/metrics?metric_name=conversion_rate`)],
    [5, () => get('lists', '/predictions/leaderboard')],
    [5, () => get('lists', '/users?churn_risk=high')],
    [5, () => get('status', '/status')],
  ];
  return () => {
    let left = below(100);
    const [, make] = shares.find(([share]) => (left -= share) < 0)!;
    return make();
  };
}

const PATH = '/analytics/v2';
const get = (kind: string, path: string): KindOfCall => ({ kind, method: 'GET', path: PATH + path });

function cohorts({ from, until }: World, below: (count: number) => number): KindOfCall {
  const start =
    below(UNUSUAL) === 0
      ? from.getTime() + below((until.getTime() - from.getTime()) / DAY_MS) * DAY_MS
      : Math.max(from.getTime(), until.getTime() - USUAL_WEEKS[below(USUAL_WEEKS.length)]! * WEEK_MS);
  const body = {
    cohort_type: below(2) === 0 ? 'registration' : 'first_view',
    start_date: new Date(start).toISOString(),
    end_date: new Date(until.getTime() - 1_000).toISOString(),
  };
  return { kind: 'cohorts', path: `${PATH}/cohorts`, body };
}

function popularity(release_id: string): KindOfCall {
  return { kind: 'popularity', path: `${PATH}/predictions/popularity`, body: { release_id } };
}

const viewer = (id: string) => get('user analytics', `/users/${id}/analytics?include_predictions=true`);
