import type { ExposedUserMetric } from '../../analytics';

/** Read off the views, without any event of a client's; no event may have such a name. */
export const VIEW_METRICS = [
  'views_per_user',
  'watch_minutes_per_user',
  'completion_rate',
  'retention_week_1',
] as const;
export type ViewMetric = (typeof VIEW_METRICS)[number];

export const DEFAULT_METRIC = 'conversion_rate';
/** The event that the default metric counts users of. */
export const CONVERSION = 'conversion';

const RATE = '_rate';

/** `mean`: per user. `ratio`: a sum over another one, such as completions over views. */
export const METRIC_KINDS = ['proportion', 'mean', 'ratio'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

export function isViewMetric(name: string): name is ViewMetric {
  return VIEW_METRICS.some((metric) => metric === name);
}

/** `purchase_rate` is the share of users with a `purchase`, `purchase` the sum of its values per user. */
export function measuredBy(name: string): ExposedUserMetric {
  if (isViewMetric(name)) return VIEW_FACTS[name];
  return name.endsWith(RATE)
    ? { of: 'event_users', name: name.slice(0, -RATE.length) }
    : { of: 'event_values', name };
}

const VIEW_FACTS: Record<ViewMetric, ExposedUserMetric> = {
  views_per_user: { of: 'views' },
  watch_minutes_per_user: { of: 'watch_minutes' },
  completion_rate: { of: 'completion' },
  retention_week_1: { of: 'retention_week_1' },
};

export function kindOf({ of }: ExposedUserMetric): MetricKind {
  switch (of) {
    case 'event_users':
    case 'retention_week_1':
      return 'proportion';
    case 'event_values':
    case 'views':
    case 'watch_minutes':
      return 'mean';
    case 'completion':
      return 'ratio';
  }
}
