import type { Interval } from './interval';
import { meanVariance, type SampleSummary } from './sample-summary';
import { studentCritical, studentTwoSidedP } from './student';

export interface WelchResult {
  /** Mean of the treatment − mean of the control, in the unit of the values. */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  /** Degrees of freedom, by Welch and Satterthwaite. */
  readonly df: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Welch's t-test of two means whose variances may differ. Null with fewer than two values on a side, or when
 * neither varies: then there is no error to measure the difference by. Source: B. L. Welch, Biometrika 34
 * (1947) 28–35.
 */
export function welchTest(treatment: SampleSummary, control: SampleSummary): WelchResult | null {
  if (treatment.n < 2 || control.n < 2) return null;
  const variance = meanVariance(treatment) + meanVariance(control);
  if (!(variance > 0)) return null;
  const part = meanVariance(treatment) / variance;
  const df = 1 / (part ** 2 / (treatment.n - 1) + (1 - part) ** 2 / (control.n - 1));
  const difference = treatment.mean - control.mean;
  const standardError = Math.sqrt(variance);
  const t = difference / standardError;
  return { difference, standardError, t, df, pValue: studentTwoSidedP(t, df) };
}

/**
 * Welch's interval of the difference, confidence 1 − `alpha`: it leaves 0 out exactly when the p-value is below
 * `alpha`.
 */
export function welchInterval({ difference, standardError, df }: WelchResult, alpha: number): Interval {
  const half = studentCritical(alpha, df) * standardError;
  return { lower: difference - half, upper: difference + half };
}
