import gammainc from '@stdlib/math-base-special-gammainc';
import type { Proportion } from './proportion';

export interface ChiSquareResult {
  readonly chi2: number;
  readonly df: number;
  readonly pValue: number;
}

/** P(X ≥ chi2) with `df` ≥ 1 degrees of freedom, exact into the far tail. */
export function chiSquareUpperP(chi2: number, df: number): number {
  return gammainc(chi2 / 2, df / 2, true, true);
}

/**
 * Pearson's χ² for whether all groups have the same rate, without continuity correction. Groups without trials
 * are left out. Where everybody or nobody succeeds no difference shows: χ² 0, p 1. Null for fewer than two
 * groups. Source: K. Pearson, Philosophical Magazine 50 (1900) 157–175.
 */
export function chiSquareTest(groups: readonly Proportion[]): ChiSquareResult | null {
  const filled = groups.filter(({ trials }) => trials > 0);
  if (filled.length < 2) return null;
  const df = filled.length - 1;
  const successes = filled.reduce((sum, group) => sum + group.successes, 0);
  const trials = filled.reduce((sum, group) => sum + group.trials, 0);
  if (successes === 0 || successes === trials) return { chi2: 0, df, pValue: 1 };
  const rate = successes / trials;
  // The terms of successes and failures of a group have the same numerator.
  const chi2 = filled.reduce(
    (sum, group) => sum + (group.successes - group.trials * rate) ** 2 / (group.trials * rate * (1 - rate)),
    0,
  );
  return { chi2, df, pValue: chiSquareUpperP(chi2, df) };
}
