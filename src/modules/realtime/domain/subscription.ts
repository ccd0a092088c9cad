import type { Activity } from './activity';
import type { MetricName } from './metric-name';

/** What a socket wants to see. */
export interface Subscription {
  /** Each once, in the order of METRIC_NAMES. */
  readonly metrics: readonly MetricName[];
  /** Only these count, conversions aside; null: all. */
  readonly releaseIds: readonly string[] | null;
  /** Equal for subscriptions that show the same. */
  readonly key: string;
}

export function subscriptionTo(
  metrics: readonly MetricName[],
  releaseIds: readonly string[] | null,
): Subscription {
  return { metrics, releaseIds, key: JSON.stringify([metrics, releaseIds]) };
}

/** Whether an activity can change what the subscription shows. */
export function isConcerned({ metrics, releaseIds }: Subscription, activity: Activity): boolean {
  if (activity.conversions.length > 0 && metrics.includes('conversions')) return true;
  if (!metrics.some((name) => name !== 'conversions')) return false;
  return activity.releases.some(({ releaseId }) => releaseIds?.includes(releaseId) ?? true);
}
