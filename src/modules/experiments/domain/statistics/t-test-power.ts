import { normalCdf } from './normal';
import { studentCritical } from './student';

/** Spreads of log(S) to either side, and points of the quadrature for each spread. */
const REACH = 12;
const POINTS_A_SPREAD = 8;

/** Two-sample t-test of two groups with a common variance. */
export interface TTestDesign {
  /** Values in the treatment, at least 2; need not be whole. */
  readonly treatment: number;
  readonly control: number;
  /** Difference of the means ÷ standard deviation (Cohen's d). */
  readonly effectSize: number;
  /** Two-sided. */
  readonly alpha: number;
}

/**
 * Probability that the test rejects when the difference is as supposed: both tails of the noncentral t
 * distribution. Source: Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd edition (1988), 2;
 * the distribution is that of (Z + δ)/S with δ = d/√(1/n₁ + 1/n₂) and S² = χ²/df.
 */
export function tTestPower({ treatment, control, effectSize, alpha }: TTestDesign): number {
  const df = treatment + control - 2;
  const noncentrality = effectSize / Math.sqrt(1 / treatment + 1 / control);
  const critical = studentCritical(alpha, df);
  return meanOverScale(
    df,
    (scale) => normalCdf(noncentrality - critical * scale) + normalCdf(-noncentrality - critical * scale),
  );
}

/**
 * E[value(S)] with S² = χ²/df. On the logarithm of S the density is smooth and vanishes at both ends, where the
 * trapezoidal rule converges exponentially (Trefethen, Weideman, SIAM Review 56 (2014) 385–458); divided by its
 * own sum it needs no gamma function.
 */
function meanOverScale(df: number, value: (scale: number) => number): number {
  const spread = 1 / Math.sqrt(2 * df);
  // Towards 0 the density falls as S^df alone, more slowly than on the other side when df is small.
  const lowest = Math.max(REACH * spread, 40 / df);
  const step = spread / POINTS_A_SPREAD;
  let [weighted, weights] = [0, 0];
  for (let log = -lowest; log <= REACH * spread; log += step) {
    const weight = Math.exp(df * (log - Math.expm1(2 * log) / 2));
    weighted += weight * value(Math.exp(log));
    weights += weight;
  }
  return weighted / weights;
}
