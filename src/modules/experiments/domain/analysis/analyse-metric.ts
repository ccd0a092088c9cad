import { type AbTest, controlOf, metricOf } from '../ab-test';
import type { ExposureCounts } from '../assignment.repository';
import { rateOf } from '../statistics/proportion';
import { type SampleRatioResult, testSampleRatio } from '../statistics/sample-ratio';
import { summarise } from '../statistics/sample-summary';
import { type Comparison, compareVariants } from './compare-variants';
import { daysLeft } from './days-left';
import { decide, type Verdict } from './decide';
import type { CupedSummary } from './estimate-arms';
import type { Inference, MetricArms } from './metric';
import { planSample } from './plan-sample';

export const ALPHA = 0.05;
/** The pace of a test is that of its last week. */
export const RECENT_DAYS = 7;

export interface AnalysisOptions {
  readonly inference: Inference;
  readonly cuped: boolean;
}

export interface VariantFigures {
  readonly variantId: string;
  readonly users: number;
  /** Null for metrics that are no proportions. */
  readonly conversions: number | null;
  /** Rate (0…1) or mean per user, as it is; null without users. */
  readonly value: number | null;
  /** Of the users' values; for a ratio that of the delta method. Null without users. */
  readonly standardDeviation: number | null;
}

export interface SamplePlanned {
  readonly requiredPerVariant: number;
  /** What all variants together lack of it. */
  readonly missingUsers: number;
  /** Null: no end is in sight, or nobody comes any more. */
  readonly daysLeft: number | null;
}

export interface MetricAnalysis {
  readonly variants: readonly VariantFigures[];
  readonly comparisons: readonly Comparison[];
  readonly cuped: CupedSummary | null;
  readonly verdict: Verdict;
  /** Null: nobody was exposed. */
  readonly sampleRatio: SampleRatioResult | null;
  readonly sample: SamplePlanned | null;
  readonly multipleExposures: number;
}

/** What the figures of one metric say about a test. `users` of `exposures` are all exposed, those of `metric` the counted. */
export function analyseMetric(
  test: AbTest,
  name: string,
  metric: MetricArms,
  exposures: ExposureCounts,
  { inference, cuped: wanted }: AnalysisOptions,
): MetricAnalysis {
  const controlVariantId = controlOf(test).variantId;
  const direction = metricOf(test, name)?.direction ?? 'increase';
  const settings = { controlVariantId, alpha: ALPHA, inference, cuped: wanted };
  const { comparisons, cuped } = compareVariants(metric, settings);
  const sampleRatio = testSampleRatio(armShares(test, exposures));
  const variants = figuresOf(metric);
  const verdict = decide({
    controlVariantId,
    arms: variants.map((figures, index) => ({ ...figures, weight: test.variants[index]!.weight })),
    comparisons,
    direction,
    alpha: ALPHA,
    sampleRatioMismatch: sampleRatio?.mismatch ?? false,
  });
  const plan = planSample(openArms(test, metric), {
    ...settings,
    direction,
    minimumDetectableEffect: test.minimumDetectableEffect,
    treatmentVariantId: verdict.decisive?.variantId ?? null,
  });
  return {
    variants,
    comparisons,
    cuped,
    verdict,
    sampleRatio,
    sample: plan && { ...plan, daysLeft: pace(test, metric, exposures, plan.requiredPerVariant) },
    multipleExposures: exposures.multiple,
  };
}

export function figuresOf(metric: MetricArms): VariantFigures[] {
  if (metric.kind === 'proportion') {
    return metric.arms.map(({ variantId, users, conversions }) => {
      const rate = users === 0 ? null : rateOf({ successes: conversions, trials: users });
      const standardDeviation = rate === null ? null : Math.sqrt(rate * (1 - rate));
      return { variantId, users, conversions, value: rate, standardDeviation };
    });
  }
  return metric.arms.map(({ variantId, users, sum, sumOfSquares }) => {
    const summary = summarise({ n: users, sum, sumOfSquares });
    const value = summary?.mean ?? null;
    return { variantId, users, conversions: null, value, standardDeviation: summary?.sd ?? null };
  });
}

/** By phase of weights. */
function armShares({ phases, variants }: AbTest, { arms }: ExposureCounts) {
  return phases.map(({ weights }, phase) =>
    variants.map(({ variantId }, index) => ({
      users: arms
        .filter((arm) => arm.phase === phase && arm.variantId === variantId)
        .reduce((sum, { users }) => sum + users, 0),
      weight: weights[index]!,
    })),
  );
}

/** The arms that still get users, and the control, which the others are planned against. */
function openArms({ variants }: AbTest, metric: MetricArms): MetricArms {
  const isOpen = (_: unknown, index: number) => variants[index]!.weight > 0 || variants[index]!.isControl;
  return metric.kind === 'proportion'
    ? { kind: metric.kind, arms: metric.arms.filter(isOpen) }
    : { kind: metric.kind, arms: metric.arms.filter(isOpen) };
}

function pace(test: AbTest, metric: MetricArms, exposures: ExposureCounts, required: number): number | null {
  if (test.status !== 'running') return null;
  const arms = openArms(test, metric).arms.map(({ variantId, users }) => ({
    users,
    recentUsers: exposures.arms
      .filter((arm) => arm.variantId === variantId)
      .reduce((sum, { recentUsers }) => sum + recentUsers, 0),
  }));
  return daysLeft(arms, required, RECENT_DAYS);
}
