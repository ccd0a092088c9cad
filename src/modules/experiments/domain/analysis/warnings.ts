import type { AbTest, TestMetric } from '../ab-test';
import type { MetricKind } from '../metric-name';
import type { AnalysisOptions, MetricAnalysis } from './analyse-metric';

/**
 * What to know before the figures are believed:
 * - `sample_ratio_mismatch`, `too_few_users`, `too_few_conversions`: there is no winner because of it;
 * - `multiple_exposures`: some users met several variants and are left out;
 * - `sample_not_reached`: with fixed inference the p-value counts once, when the planned users are there;
 * - `metric_not_declared`: the test was not set out to look at this metric;
 * - `cuped_unavailable`, `winsorize_unavailable`: was asked for, and does not apply to this metric or has no data.
 */
export const WARNINGS = [
  'sample_ratio_mismatch',
  'too_few_users',
  'too_few_conversions',
  'multiple_exposures',
  'sample_not_reached',
  'metric_not_declared',
  'cuped_unavailable',
  'winsorize_unavailable',
] as const;
export type Warning = (typeof WARNINGS)[number];

interface Asked {
  readonly test: AbTest;
  readonly kind: MetricKind;
  readonly declared: TestMetric | undefined;
  readonly question: { readonly cuped: boolean; readonly winsorize: number | null };
  readonly settings: AnalysisOptions;
  readonly analysis: MetricAnalysis;
}

export function warningsOf({ test, kind, declared, question, settings, analysis }: Asked): Warning[] {
  const { verdict, sample, multipleExposures, cuped } = analysis;
  const given: Record<Warning, boolean> = {
    sample_ratio_mismatch: verdict.obstacles.includes('sample_ratio_mismatch'),
    too_few_users: verdict.obstacles.includes('too_few_users'),
    too_few_conversions: verdict.obstacles.includes('too_few_conversions'),
    multiple_exposures: multipleExposures > 0,
    sample_not_reached:
      settings.inference === 'fixed' &&
      test.status === 'running' &&
      (sample === null || sample.missingUsers > 0),
    metric_not_declared: declared === undefined,
    cuped_unavailable: question.cuped && cuped === null,
    winsorize_unavailable: question.winsorize !== null && kind !== 'mean',
  };
  return WARNINGS.filter((warning) => given[warning]);
}
