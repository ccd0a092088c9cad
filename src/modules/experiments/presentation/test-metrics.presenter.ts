import { formatInstant } from '../../../common/kernel/instant';
import type { DailyReport } from '../application/read-daily-metric';
import type { MetricReport } from '../application/read-test-metric';
import { controlOf } from '../domain/ab-test';
import type { VariantFigures } from '../domain/analysis/analyse-metric';
import type { Comparison } from '../domain/analysis/compare-variants';
import type { Recommendation } from '../domain/analysis/recommend';
import type { DailyMetricsDto } from './daily-metrics.dto';
import type { ComparisonDto, TestMetricsDto, VariantMetricsDto } from './test-metrics.dto';

/** As it is cached: in no language yet. */
export type WordlessTestMetrics = Omit<TestMetricsDto, 'recommendation'> & {
  readonly recommendation: Recommendation;
};

export function presentMetric(report: MetricReport, winsorize: number | null): WordlessTestMetrics {
  const { test, kind, declared, analysis, limit } = report;
  const { verdict, sampleRatio, sample, cuped } = analysis;
  return {
    test_id: test.testId,
    test_name: test.name,
    metric_name: report.metricName,
    metric_kind: kind,
    metric_role: declared?.role ?? null,
    direction: declared?.direction ?? 'increase',
    start_date: test.startedAt && formatInstant(test.startedAt),
    end_date: test.endedAt && formatInstant(test.endedAt),
    status: test.status,
    inference: report.inference,
    variants: analysis.variants.map((figures, index) =>
      presentVariant(figures, test.variants[index]!.name, kind === 'proportion'),
    ),
    winner_variant_id: verdict.winnerVariantId,
    statistical_significance: verdict.statisticalSignificance,
    is_significant: verdict.isSignificant,
    verdict: {
      reason: verdict.reason,
      obstacles: [...verdict.obstacles],
      leader_variant_id: verdict.leaderVariantId,
    },
    recommendation: report.recommendation,
    comparisons: analysis.comparisons.map(presentComparison),
    srm: sampleRatio && {
      chi2: sampleRatio.chi2,
      p_value: sampleRatio.pValue,
      mismatch: sampleRatio.mismatch,
    },
    sample_size: sample && {
      required_per_variant: sample.requiredPerVariant,
      missing_users: sample.missingUsers,
      days_left: sample.daysLeft,
    },
    multiple_exposures: analysis.multipleExposures,
    cuped: cuped && { theta: cuped.theta, variance_reduction: cuped.varianceReduction },
    winsorize: winsorize === null || limit === null ? null : { quantile: winsorize, limit },
    guardrails: report.guardrails.map(({ name, direction, margin, variants }) => ({
      metric_name: name,
      direction,
      margin: margin!,
      variants: variants.map(({ variantId, ...judgement }) => ({ variant_id: variantId, ...judgement })),
    })),
    warnings: [...report.warnings],
    as_of: formatInstant(report.asOf),
  };
}

export function presentDays({ test, metricName, kind, inference, days, asOf }: DailyReport): DailyMetricsDto {
  return {
    test_id: test.testId,
    metric_name: metricName,
    metric_kind: kind,
    control_variant_id: controlOf(test).variantId,
    inference,
    days: days.map(({ day, variants, comparisons }) => ({
      date: `${day}T00:00:00Z`,
      variants: variants.map((figures) => ({
        variant_id: figures.variantId,
        new_users: figures.newUsers,
        users_count: figures.users,
        conversions: figures.conversions,
        value: figures.value,
      })),
      comparisons: comparisons.map(({ variantId, difference, differenceInterval: { lower, upper } }) => ({
        variant_id: variantId,
        difference,
        difference_ci_lower: lower,
        difference_ci_upper: upper,
      })),
    })),
    as_of: formatInstant(asOf),
  };
}

function presentVariant(figures: VariantFigures, name: string, isProportion: boolean): VariantMetricsDto {
  const { variantId, users, conversions, value, standardDeviation } = figures;
  return {
    variant_id: variantId,
    variant_name: name,
    users_count: users,
    conversions,
    conversion_rate: isProportion && users > 0 ? (100 * conversions!) / users : null,
    value,
    standard_deviation: standardDeviation,
  };
}

export function presentComparison(comparison: Comparison): ComparisonDto {
  const { differenceInterval, liftInterval } = comparison;
  return {
    variant_id: comparison.variantId,
    control_variant_id: comparison.controlVariantId,
    difference: comparison.difference,
    difference_ci_lower: differenceInterval.lower,
    difference_ci_upper: differenceInterval.upper,
    lift: comparison.lift,
    ci_lower: liftInterval.lower,
    ci_upper: liftInterval.upper,
    p_value: comparison.pValue,
    p_value_adjusted: comparison.pValueAdjusted,
    method: comparison.method,
  };
}
