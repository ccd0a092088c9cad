import { type OpenInterval, UNBOUNDED } from '../statistics/interval';
import { relativeLift } from '../statistics/fieller-interval';
import { holmAdjusted } from '../statistics/multiplicity';
import { type ArmEstimate, type CupedSummary, estimateArms } from './estimate-arms';
import {
  type ComparisonMethod,
  estimateOf,
  type InferenceSettings,
  liftInterval,
  testDifference,
} from './inference';
import type { MetricArms } from './metric';

/** One treatment against the control. Null: the data do not tell. */
export interface Comparison {
  readonly variantId: string;
  readonly controlVariantId: string;
  /** Treatment − control: a fraction for proportions, the metric's unit for means. */
  readonly difference: number | null;
  readonly differenceInterval: OpenInterval;
  /** Treatment ÷ control − 1: 0.3 is 30 % more. */
  readonly lift: number | null;
  readonly liftInterval: OpenInterval;
  /** Two-sided. */
  readonly pValue: number | null;
  /** By Holm, over the treatments of this metric. */
  readonly pValueAdjusted: number | null;
  readonly method: ComparisonMethod;
}

export interface ComparisonSettings extends InferenceSettings {
  readonly controlVariantId: string;
  readonly cuped: boolean;
}

export interface ComparedVariants {
  /** In the order of the arms, the control left out. */
  readonly comparisons: readonly Comparison[];
  /** Null: not asked for, or not possible. */
  readonly cuped: CupedSummary | null;
}

/**
 * Every treatment of a metric against the control. Proportions: z-test, or Fisher's exact test where any
 * expected cell is under 5, with Newcombe's interval; means (and what CUPED has adjusted): Welch; sequential
 * inference: asymptotic confidence sequences. The lift's interval is Fieller's. Intervals are not adjusted for
 * the number of treatments, p-values are given both ways. An arm without users, or of which nothing can be
 * computed, has a comparison of nulls.
 */
export function compareVariants(metric: MetricArms, settings: ComparisonSettings): ComparedVariants {
  const { controlVariantId, cuped: wanted } = settings;
  const { arms, cuped } = estimateArms(metric, wanted);
  const estimates = new Map(arms.map((arm) => [arm.variantId, arm]));
  const control = estimates.get(controlVariantId);
  const comparisons = metric.arms
    .filter(({ variantId }) => variantId !== controlVariantId)
    .map(({ variantId }) => {
      const ids = { variantId, controlVariantId };
      const treatment = estimates.get(variantId);
      return control && treatment
        ? { ...ids, ...compare(treatment, control, settings) }
        : { ...ids, ...nothing(metric, settings, cuped !== null) };
    });
  return { comparisons: adjustForVariants(comparisons), cuped };
}

type Unadjusted = Omit<Comparison, 'pValueAdjusted'>;
type Judgement = Omit<Unadjusted, 'variantId' | 'controlVariantId'>;

function compare(treatment: ArmEstimate, control: ArmEstimate, settings: InferenceSettings): Judgement {
  const { method, pValue, interval } = testDifference(treatment, control, settings);
  const [mean, base] = [estimateOf(treatment).mean, estimateOf(control).mean];
  return {
    difference: mean - base,
    differenceInterval: interval,
    lift: relativeLift(mean, base),
    liftInterval: liftInterval(treatment, control, settings),
    pValue,
    method,
  };
}

function nothing({ kind }: MetricArms, { inference }: InferenceSettings, adjusted: boolean): Judgement {
  const fixed = kind === 'proportion' && !adjusted ? 'z' : 'welch';
  return {
    difference: null,
    differenceInterval: UNBOUNDED,
    lift: null,
    liftInterval: UNBOUNDED,
    pValue: null,
    method: inference === 'sequential' ? 'sequential' : fixed,
  };
}

/** Treatments without a p-value are no tests, and not counted as such. */
function adjustForVariants(comparisons: readonly Unadjusted[]): Comparison[] {
  const adjusted = holmAdjusted(comparisons.flatMap(({ pValue }) => pValue ?? []));
  return comparisons.map((comparison) => ({
    ...comparison,
    pValueAdjusted: comparison.pValue === null ? null : adjusted.shift()!,
  }));
}
