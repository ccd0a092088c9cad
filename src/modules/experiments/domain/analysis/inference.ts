import {
  DEFAULT_INTENDED_USERS,
  mixingVariance,
  sequentialCritical,
  sequentialCriticalOneSided,
  sequentialInterval,
  sequentialPValue,
} from '../statistics/confidence-sequence';
import { type Estimate, fiellerInterval } from '../statistics/fieller-interval';
import { type OpenInterval, UNBOUNDED } from '../statistics/interval';
import { newcombeInterval } from '../statistics/newcombe-interval';
import { normalCritical } from '../statistics/normal';
import { rateOf, rateVariance } from '../statistics/proportion';
import { meanVariance } from '../statistics/sample-summary';
import { studentCritical } from '../statistics/student';
import { proportionTest } from '../statistics/two-proportion-test';
import { welchInterval, welchTest } from '../statistics/welch-test';
import type { ArmEstimate } from './estimate-arms';
import type { Inference } from './metric';

export const COMPARISON_METHODS = ['z', 'fisher', 'welch', 'sequential'] as const;
export type ComparisonMethod = (typeof COMPARISON_METHODS)[number];

/** How sure one wants to be, and how often one looks. */
export interface InferenceSettings {
  readonly inference: Inference;
  /** Two-sided, above 0 and below 1. */
  readonly alpha: number;
  /**
   * For sequential inference: users that both arms of a comparison are to have together. Settled before the
   * first look.
   */
  readonly intendedUsers?: number;
}

/** How many bounds of an interval are to hold at once. */
type Sides = 'both' | 'one';

/** What the data say of the difference of two arms; null where they say nothing, as without users or variance. */
export interface DifferenceTest {
  readonly method: ComparisonMethod;
  readonly pValue: number | null;
  readonly interval: OpenInterval;
}

/** Tests treatment − control and gives its interval, confidence 1 − alpha. */
export function testDifference(
  treatment: ArmEstimate,
  control: ArmEstimate,
  settings: InferenceSettings,
): DifferenceTest {
  if (settings.inference === 'sequential') return testSequentially(treatment, control, settings);
  if (treatment.kind === 'proportion' && control.kind === 'proportion') {
    const result = proportionTest(treatment, control);
    if (result === null) return { method: 'z', pValue: null, interval: UNBOUNDED };
    return { ...result, interval: newcombeInterval(treatment, control, settings.alpha) ?? UNBOUNDED };
  }
  const result = welchOf(treatment, control);
  if (result === null) return { method: 'welch', pValue: null, interval: UNBOUNDED };
  return { method: 'welch', pValue: result.pValue, interval: welchInterval(result, settings.alpha) };
}

/**
 * Interval of the relative lift: with `both` sides of confidence 1 − alpha, with `one` each bound by itself is
 * of that confidence. Where it is bounded, and Welch's test or a sequence judges the difference, the former
 * leaves 0 out exactly when they reject; the pooled variance of the z-test may tell otherwise near the
 * threshold.
 */
export function liftInterval(
  treatment: ArmEstimate,
  control: ArmEstimate,
  settings: InferenceSettings,
  sides: Sides = 'both',
): OpenInterval {
  const critical = criticalValue(treatment, control, settings, sides);
  return critical === null
    ? UNBOUNDED
    : fiellerInterval(estimateOf(treatment), estimateOf(control), critical);
}

export function estimateOf(arm: ArmEstimate): Estimate {
  return arm.kind === 'proportion'
    ? { mean: rateOf(arm), variance: rateVariance(arm) }
    : { mean: arm.mean, variance: meanVariance(arm) };
}

export function usersOf(arm: ArmEstimate): number {
  return arm.kind === 'proportion' ? arm.trials : arm.n;
}

function testSequentially(
  treatment: ArmEstimate,
  control: ArmEstimate,
  settings: InferenceSettings,
): DifferenceTest {
  const critical = criticalValue(treatment, control, settings, 'both');
  const [own, base] = [estimateOf(treatment), estimateOf(control)];
  const standardError = Math.sqrt(own.variance + base.variance);
  if (critical === null || !(standardError > 0)) {
    return { method: 'sequential', pValue: null, interval: UNBOUNDED };
  }
  const difference = own.mean - base.mean;
  const users = usersOf(treatment) + usersOf(control);
  return {
    method: 'sequential',
    pValue: sequentialPValue(difference / standardError, users, rho2Of(settings)),
    interval: sequentialInterval(difference, standardError, critical),
  };
}

/** Standard errors from an estimate to its bounds. Null: the arms are too small for a variance. */
function criticalValue(
  treatment: ArmEstimate,
  control: ArmEstimate,
  settings: InferenceSettings,
  sides: Sides,
): number | null {
  const { alpha, inference } = settings;
  const twoSided = sides === 'both' ? alpha : 2 * alpha;
  if (inference === 'sequential') {
    if (Math.min(usersOf(treatment), usersOf(control)) < 2) return null;
    const users = usersOf(treatment) + usersOf(control);
    const critical = sides === 'both' ? sequentialCritical : sequentialCriticalOneSided;
    return critical(users, rho2Of(settings), alpha);
  }
  if (treatment.kind === 'proportion') return normalCritical(twoSided);
  const welch = welchOf(treatment, control);
  return welch && studentCritical(twoSided, welch.df);
}

function welchOf(treatment: ArmEstimate, control: ArmEstimate) {
  return treatment.kind === 'mean' && control.kind === 'mean' ? welchTest(treatment, control) : null;
}

/** ρ² of the settings' confidence sequence. */
export function rho2Of({ intendedUsers = DEFAULT_INTENDED_USERS, alpha }: InferenceSettings): number {
  return mixingVariance(intendedUsers, alpha);
}
