/** What has been watched of one release. */
export interface ReleaseActivity {
  readonly releaseId: string;
  readonly views: number;
  readonly watchSeconds: number;
  /** Each once. */
  readonly userIds: readonly string[];
}

/** Users of a test's variant who have done what the test hopes for. */
export interface ConversionCount {
  readonly testId: string;
  readonly variantId: string;
  readonly count: number;
}

/** What has been committed within a moment, added up: never more than once. */
export interface Activity {
  readonly releases: readonly ReleaseActivity[];
  readonly conversions: readonly ConversionCount[];
}

/** Parts of an activity that name `limit` users or conversions at most, so that no message grows without bound. */
export function* partsOf(activity: Activity, limit: number): Generator<Activity> {
  let releases: ReleaseActivity[] = [];
  let size = 0;
  for (const release of activity.releases) {
    for (let start = 0; start === 0 || start < release.userIds.length;) {
      const userIds = release.userIds.slice(start, start + limit - size);
      releases.push({ ...release, userIds, ...(start > 0 && { views: 0, watchSeconds: 0 }) });
      start += Math.max(1, userIds.length);
      size += Math.max(1, userIds.length);
      if (size < limit) continue;
      yield { releases, conversions: [] };
      [releases, size] = [[], 0];
    }
  }
  if (releases.length > 0) yield { releases, conversions: [] };
  for (let start = 0; start < activity.conversions.length; start += limit)
    yield { releases: [], conversions: activity.conversions.slice(start, start + limit) };
}
