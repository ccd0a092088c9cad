import type { Activity, ConversionCount } from './activity';
import { RecentViewers } from './recent-viewers';
import { SlidingCounts } from './sliding-counts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
export const WINDOW_MINUTES = 30;
const ACTIVE_MS = 5 * MINUTE_MS;
const TOP_RELEASES = 10;

/** What has arrived in the window; all of it, or that of some releases. */
export interface Figures {
  /** From the start of the window's first minute until now. */
  readonly windowSeconds: number;
  readonly views: number;
  /** Of the last 60 seconds. */
  readonly viewsPerMinute: number;
  /** Distinct viewers of the last five minutes. */
  readonly activeUsers: number;
  readonly watchSeconds: number;
  /** The most watched first, ten at most. */
  readonly topReleases: readonly { readonly releaseId: string; readonly views: number }[];
  /** Of all releases in any case. */
  readonly conversions: readonly ConversionCount[];
}

export interface MinuteFigures {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly views: number;
  readonly watchSeconds: number;
}

/**
 * The last 30 minutes by arrival: the running minute and the 29 before it. Holds what is asked every second as sums.
 * All times are milliseconds since 1970.
 */
export class LiveWindow {
  private readonly minutes = new SlidingCounts(MINUTE_MS, WINDOW_MINUTES);
  private readonly seconds = new SlidingCounts(SECOND_MS, 60);
  private readonly conversions = new SlidingCounts(MINUTE_MS, WINDOW_MINUTES);
  private readonly viewers = new RecentViewers(ACTIVE_MS);

  /** `at`: when it arrived, `now` or earlier. */
  fold({ releases, conversions }: Activity, at: number, now: number): void {
    for (const { releaseId, views, watchSeconds, userIds } of releases) {
      const counts = { count: views, seconds: watchSeconds };
      this.minutes.add(releaseId, counts, at, now);
      this.seconds.add(releaseId, counts, at, now);
      if (at > now - ACTIVE_MS) for (const userId of userIds) this.viewers.see(releaseId, userId, at);
    }
    for (const { testId, variantId, count } of conversions)
      this.conversions.add(`${testId} ${variantId}`, { count, seconds: 0 }, at, now);
    this.viewers.sweep(now);
  }

  /** Takes over the conversions of another window, which are read from nowhere else. */
  keepConversions(other: LiveWindow, now: number): void {
    for (const { at, key, count } of other.conversions.contents(now))
      this.conversions.add(key, { count, seconds: 0 }, at, now);
  }

  figures(releaseIds: readonly string[] | null, now: number): Figures {
    const { count: views, seconds: watchSeconds } = this.minutes.total(releaseIds, now);
    return {
      windowSeconds: Math.round((now - this.minutes.start(now)) / SECOND_MS),
      views,
      viewsPerMinute: this.seconds.total(releaseIds, now).count,
      activeUsers: this.viewers.count(releaseIds, now),
      watchSeconds,
      topReleases: this.topReleases(releaseIds, now),
      conversions: [...this.conversions.entries(now)].map(([key, { count }]) => {
        const space = key.indexOf(' ');
        return { testId: key.slice(0, space), variantId: key.slice(space + 1), count };
      }),
    };
  }

  /** Each minute of the window, the oldest first. */
  byMinute(releaseIds: readonly string[] | null, now: number): MinuteFigures[] {
    return this.minutes
      .series(releaseIds, now)
      .map(({ at, counts }) => ({ at, views: counts.count, watchSeconds: counts.seconds }));
  }

  private topReleases(releaseIds: readonly string[] | null, now: number): Figures['topReleases'] {
    const chosen = releaseIds && new Set(releaseIds);
    const top: { releaseId: string; views: number }[] = [];
    for (const [releaseId, { count: views }] of this.minutes.entries(now)) {
      if (views === 0 || (chosen && !chosen.has(releaseId))) continue;
      if (top.length === TOP_RELEASES && views < top.at(-1)!.views) continue;
      top.push({ releaseId, views });
      // By id among equals, so that they do not change places from frame to frame.
      top.sort((a, b) => b.views - a.views || (a.releaseId < b.releaseId ? -1 : 1));
      top.length = Math.min(top.length, TOP_RELEASES);
    }
    return top;
  }
}
