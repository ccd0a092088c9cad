import type { ExposedUserMetric, ExposedUsers } from '../../../domain/experiments/exposed-user-metrics';

/**
 * When the first user of a test ($1) was exposed. The statements take it as a parameter, since what it is decides how they
 * are best run: nothing before it can count, and the BRIN index on the views' times spares reading most of them.
 */
export const FIRST_EXPOSURE = {
  name: 'first-exposure',
  text: `SELECT min(assigned_at) AS at FROM ab_test_assignments WHERE test_id = $1`,
};

/** The statements' first parameters: $1 test, $2 until, $3 first exposure; and $4 the events' name, if there is one. */
export function exposedUserValues(
  { testId, until }: ExposedUsers,
  firstExposure: Date,
  metric: ExposedUserMetric,
): unknown[] {
  return [testId, until, firstExposure, ...('name' in metric ? [metric.name] : [])];
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
    ? `(SELECT user_id, occurred_at AS at, value FROM ab_test_events WHERE test_id = $1 AND metric_name = $4)`
    : `(SELECT user_id, viewed_at AS at, watch_seconds, completion FROM view_events)`;
}

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
