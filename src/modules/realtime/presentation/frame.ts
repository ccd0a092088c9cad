import type { LiveMetrics, TitledFigures } from '../application/live-metrics';
import type { MetricName } from '../domain/metric-name';
import type { Subscription } from '../domain/subscription';

/** The figures of a frame: those of the subscribed metrics. docs/realtime.md says what they mean. */
export interface FrameBody {
  at: string;
  window_seconds: number;
  views?: number;
  views_per_minute?: number;
  active_users?: number;
  watch_minutes?: number;
  top_releases?: { release_id: string; title: string | null; views: number }[];
  conversions?: { test_id: string; variant_id: string; count: number }[];
}

export interface Snapshot extends FrameBody {
  /** The oldest first; the last one is still running. */
  minutes: { at: string; views?: number; watch_minutes?: number }[];
}

const FIELDS: Record<MetricName, (figures: TitledFigures) => Partial<FrameBody>> = {
  views: ({ views, viewsPerMinute }) => ({ views, views_per_minute: viewsPerMinute }),
  active_users: ({ activeUsers }) => ({ active_users: activeUsers }),
  watch_time: ({ watchSeconds }) => ({ watch_minutes: minutes(watchSeconds) }),
  top_releases: ({ topReleases }) => ({
    top_releases: topReleases.map(({ releaseId, title, views }) => ({ release_id: releaseId, title, views })),
  }),
  conversions: ({ conversions }) => ({
    conversions: conversions.map(({ testId, variantId, count }) => ({
      test_id: testId,
      variant_id: variantId,
      count,
    })),
  }),
};

export function frameBody(live: LiveMetrics, { metrics, releaseIds }: Subscription, at: Date): FrameBody {
  const figures = live.figures(releaseIds);
  const body: FrameBody = { at: at.toISOString(), window_seconds: figures.windowSeconds };
  return Object.assign(body, ...metrics.map((name) => FIELDS[name](figures))) as FrameBody;
}

export function snapshotOf(live: LiveMetrics, subscription: Subscription, at: Date): Snapshot {
  const { metrics, releaseIds } = subscription;
  return {
    ...frameBody(live, subscription, at),
    minutes: live.byMinute(releaseIds).map((minute) => ({
      at: new Date(minute.at).toISOString(),
      ...(metrics.includes('views') && { views: minute.views }),
      ...(metrics.includes('watch_time') && { watch_minutes: minutes(minute.watchSeconds) }),
    })),
  };
}

const minutes = (seconds: number) => Math.round(seconds / 6) / 10;
