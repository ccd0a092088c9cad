/** What one can subscribe to. */
export const METRIC_NAMES = ['views', 'active_users', 'watch_time', 'top_releases', 'conversions'] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

export function isMetricName(name: string): name is MetricName {
  return (METRIC_NAMES as readonly string[]).includes(name);
}
