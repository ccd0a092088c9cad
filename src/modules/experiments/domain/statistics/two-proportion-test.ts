import { fisherExactP } from './fisher-exact';
import { normalTwoSidedP } from './normal';
import type { Proportion } from './proportion';

/**
 * Under so many expected in any cell the normal approximation is not to be relied on (Cochran, Biometrics 10
 * (1954) 417–451).
 */
const LEAST_EXPECTED = 5;

export interface ZTestResult {
  /** Positive when `treatment` has the higher rate. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

export interface ProportionTestResult {
  readonly method: 'z' | 'fisher';
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Two-proportion z-test with the pooled rate; its z² is Pearson's χ² without correction, and the p-values are
 * equal. Where everybody or nobody succeeds no difference shows: z 0, p 1. Null when a group has no trials.
 * Source: Fleiss, Levin, Paik, "Statistical Methods for Rates and Proportions", 3rd edition (2003), 3.1.
 */
export function twoProportionZTest(treatment: Proportion, control: Proportion): ZTestResult | null {
  if (treatment.trials === 0 || control.trials === 0) return null;
  const trials = treatment.trials + control.trials;
  const successes = treatment.successes + control.successes;
  if (successes === 0 || successes === trials) return { z: 0, pValue: 1 };
  const rate = successes / trials;
  const error = Math.sqrt(rate * (1 - rate) * (1 / treatment.trials + 1 / control.trials));
  const z = (treatment.successes / treatment.trials - control.successes / control.trials) / error;
  return { z, pValue: normalTwoSidedP(z) };
}

/** The z-test, or Fisher's exact test when any expected cell is under 5. Null when a group has no trials. */
export function proportionTest(treatment: Proportion, control: Proportion): ProportionTestResult | null {
  const byZ = twoProportionZTest(treatment, control);
  if (byZ === null) return null;
  return leastExpected(treatment, control) < LEAST_EXPECTED
    ? { method: 'fisher', pValue: fisherExactP(treatment, control) }
    : { method: 'z', pValue: byZ.pValue };
}

/** The smallest of the four cells that are expected when both rates are the same. */
function leastExpected(a: Proportion, b: Proportion): number {
  const successes = a.successes + b.successes;
  const trials = a.trials + b.trials;
  return (Math.min(successes, trials - successes) * Math.min(a.trials, b.trials)) / trials;
}
