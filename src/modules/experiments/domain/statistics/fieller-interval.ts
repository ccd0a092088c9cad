import { type OpenInterval, UNBOUNDED } from './interval';

/** An estimated mean or rate and the variance of that estimate. */
export interface Estimate {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Treatment ÷ control − 1: 0.3 is 30 % more. Null for a control of 0 or below, of which nothing can be a share.
 */
export function relativeLift(treatment: number, control: number): number | null {
  return control > 0 ? treatment / control - 1 : null;
}

/**
 * Fieller's interval of the relative lift of two independent estimates: all lifts θ − 1 for which treatment −
 * θ·control is less than `critical` of its standard errors from 0. Unbounded, with both ends null, unless the
 * control lies more than `critical` of its own standard errors above 0 (g < 1), and where a side shows no
 * variance: nobody or everybody converting says nothing of the error of a rate. Source: E. C. Fieller, JRSS B
 * 16 (1954) 175–185.
 */
export function fiellerInterval(treatment: Estimate, control: Estimate, critical: number): OpenInterval {
  if (!(treatment.variance > 0 && control.variance > 0 && control.mean > 0)) return UNBOUNDED;
  const g = (critical * critical * control.variance) / control.mean / control.mean;
  if (g >= 1) return UNBOUNDED;
  const ratio = treatment.mean / control.mean;
  const spread = treatment.variance * (1 - g) + ratio * ratio * control.variance;
  const half = (critical * Math.sqrt(spread)) / control.mean;
  return { lower: (ratio - half) / (1 - g) - 1, upper: (ratio + half) / (1 - g) - 1 };
}
