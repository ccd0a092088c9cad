import {
  requiredForMeans,
  requiredForProportions,
  requiredForSequence,
  type SamplePlan,
} from '../statistics/sample-size';
import { type ArmEstimate, estimateArms } from './estimate-arms';
import type { ComparisonSettings } from './compare-variants';
import { estimateOf, rho2Of, usersOf } from './inference';
import { type Direction, type MetricArms, signOf } from './metric';

const POWER = 0.8;

export interface PlanSettings extends ComparisonSettings {
  readonly direction: Direction;
  /** Relative, above 0: 0.05 is 5 % of the control's value. Null: the effect that `treatmentVariantId` shows. */
  readonly minimumDetectableEffect: number | null;
  /**
   * The treatment whose observed effect counts without a minimum detectable one: that of the verdict's
   * `decisive` comparison.
   */
  readonly treatmentVariantId: string | null;
}

export interface PlannedSample {
  /** Users for each variant, rounded up. */
  readonly requiredPerVariant: number;
  /** What all variants together lack of it. */
  readonly missingUsers: number;
}

/**
 * Users for each variant that find the effect with a power of 0.8: two-sided, at alpha ÷ number of treatments,
 * the level at which Holm's procedure begins, and for sequential inference with the surcharge that looking at
 * any time costs. `metric` holds the arms that still get users. The number is for equal arms; unequal ones have
 * at least that power once the smallest has as many. Rate and spread are those seen so far, after CUPED the
 * adjusted ones. Null when they or the effect cannot be told, as without conversions, for an effect that would
 * take a rate beyond 0…1, and for one so small that there is no such number of users.
 */
export function planSample(metric: MetricArms, settings: PlanSettings): PlannedSample | null {
  const { alpha, controlVariantId, cuped, inference } = settings;
  const { arms } = estimateArms(metric, cuped);
  const control = arms.find(({ variantId }) => variantId === controlVariantId);
  if (!control) return null;
  const treatment = arms.find(({ variantId }) => variantId === settings.treatmentVariantId);
  const effect = effectOf(control, treatment, settings);
  const plan: SamplePlan = { alpha: alpha / Math.max(1, metric.arms.length - 1), power: POWER };
  const fixed = effect === null ? null : requiredFor(effect, arms, control, plan);
  if (fixed === null) return null;
  const required = inference === 'sequential' ? requiredForSequence(fixed, plan, rho2Of(settings)) : fixed;
  const requiredPerVariant = Math.ceil(required);
  if (!Number.isSafeInteger(requiredPerVariant)) return null;
  return {
    requiredPerVariant,
    missingUsers: metric.arms.reduce((sum, { users }) => sum + Math.max(0, requiredPerVariant - users), 0),
  };
}

/** Difference to the control's value, in its unit. */
function effectOf(
  control: ArmEstimate,
  treatment: ArmEstimate | undefined,
  { direction, minimumDetectableEffect }: PlanSettings,
): number | null {
  const base = estimateOf(control).mean;
  if (minimumDetectableEffect !== null) return signOf(direction) * minimumDetectableEffect * base;
  return treatment ? estimateOf(treatment).mean - base : null;
}

function requiredFor(
  effect: number,
  arms: readonly ArmEstimate[],
  control: ArmEstimate,
  plan: SamplePlan,
): number | null {
  const base = estimateOf(control).mean;
  if (control.kind === 'proportion') {
    return requiredForProportions({ treatment: base + effect, control: base }, plan);
  }
  return requiredForMeans({ difference: effect, sd: pooledSd(arms) }, plan);
}

/** Within arms, all of them together. */
function pooledSd(arms: readonly ArmEstimate[]): number {
  let [deviations, df] = [0, 0];
  for (const arm of arms) {
    deviations += estimateOf(arm).variance * usersOf(arm) * (usersOf(arm) - 1);
    df += usersOf(arm) - 1;
  }
  return Math.sqrt(deviations / df);
}
