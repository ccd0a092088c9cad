import { relativeLift } from '../statistics/fieller-interval';
import { estimateArms } from './estimate-arms';
import { estimateOf, liftInterval } from './inference';
import type { ComparisonSettings } from './compare-variants';
import { type Direction, type MetricArms, signOf } from './metric';

export const GUARDRAIL_VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export type GuardrailVerdict = (typeof GUARDRAIL_VERDICTS)[number];

export interface GuardrailSettings extends ComparisonSettings {
  /** What is better for this metric. */
  readonly direction: Direction;
  /** Relative loss that would still be put up with, 0 or above; 0.02: up to 2 % worse than the control. */
  readonly margin: number;
}

export interface GuardrailJudgement {
  readonly variantId: string;
  readonly lift: number | null;
  /** One-sided bound of the lift on the bad side, confidence 1 − alpha. Null: it may be any. */
  readonly worst: number | null;
  readonly verdict: GuardrailVerdict;
}

/**
 * Non-inferiority of each treatment on a guardrail metric. `pass`: even the one-sided bound on the bad side is
 * no worse than the margin. `fail`: even the bound on the good side is worse than the margin, the loss is
 * proved. Else `inconclusive`: more users will tell. A margin of 0 asks for proof that the metric got better.
 * To pass, all guardrails have to pass, which needs no adjustment for their number (Berger, Technometrics 24
 * (1982) 295–300). Source of the test: Piaggio et al., JAMA 308 (2012) 2594–2604.
 */
export function judgeGuardrail(metric: MetricArms, settings: GuardrailSettings): GuardrailJudgement[] {
  const { controlVariantId, cuped, direction, margin } = settings;
  const estimates = new Map(estimateArms(metric, cuped).arms.map((arm) => [arm.variantId, arm]));
  const control = estimates.get(controlVariantId);
  return metric.arms
    .filter(({ variantId }) => variantId !== controlVariantId)
    .map(({ variantId }) => {
      const treatment = estimates.get(variantId);
      if (!control || !treatment) return { variantId, lift: null, worst: null, verdict: 'inconclusive' };
      const { lower, upper } = liftInterval(treatment, control, settings, 'one');
      const [worst, best] = direction === 'increase' ? [lower, upper] : [upper, lower];
      const lift = relativeLift(estimateOf(treatment).mean, estimateOf(control).mean);
      return { variantId, lift, worst, verdict: verdictOf(worst, best, margin, signOf(direction)) };
    });
}

function verdictOf(
  worst: number | null,
  best: number | null,
  margin: number,
  sign: 1 | -1,
): GuardrailVerdict {
  if (worst !== null && sign * worst > -margin) return 'pass';
  return best !== null && sign * best < -margin ? 'fail' : 'inconclusive';
}
