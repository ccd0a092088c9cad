import type { ExposedUserMetric } from '../../../domain/experiments/exposed-user-metrics';

/** The first statement parameters: $1 test, $2 until; and $3 the name of the events, where the metric has one. */
export function exposedUserValues(
  { testId, until }: { testId: string; until: Date },
  metric: ExposedUserMetric,
): unknown[] {
  return [testId, until, ...('name' in metric ? [metric.name] : [])];
}

/**
 * The users that a metric counts: user_id, variant_id, assigned_at. Reads, as the other statements on exposed users
 * do and none besides, tables of the experiments.
 */
export const exposedUsers = ({ of }: ExposedUserMetric): string => `
  SELECT user_id, variant_id, assigned_at
  FROM ab_test_assignments
  WHERE test_id = $1 AND assigned_at <= $2::timestamptz ${of === 'retention_week_1' ? `- interval '336 hours'` : ''}
    AND NOT multiple_exposures`;

/** What users did: user_id, "at", and what the metric adds up. */
export function facts(metric: ExposedUserMetric): string {
  return 'name' in metric
    ? `(SELECT user_id, occurred_at AS at, value FROM ab_test_events WHERE test_id = $1 AND metric_name = $3)`
    : `(SELECT user_id, viewed_at AS at, watch_seconds, completion FROM view_events)`;
}

/** Nothing before it can count: it spares reading most of the views, whose BRIN index knows their times. */
export const firstExposure = `(SELECT min(assigned_at) FROM ab_test_assignments WHERE test_id = $1)`;

/** A user's metric over those of the user's facts that `condition` names. */
export function measure({ of }: ExposedUserMetric, condition: string): string {
  const filter = `FILTER (WHERE ${condition})`;
  switch (of) {
    case 'event_users':
    case 'retention_week_1':
      return `least(1, count(*) ${filter})::double precision`;
    case 'event_values':
      return `coalesce(sum(value) ${filter}, 0)`;
    case 'views':
      return `(count(*) ${filter})::double precision`;
    case 'watch_minutes':
      return `coalesce(sum(watch_seconds) ${filter}, 0) / 60.0::double precision`;
    case 'completion':
      return `coalesce(sum(completion) ${filter}, 0)`;
  }
}
