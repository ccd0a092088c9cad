import betainc from '@stdlib/math-base-special-betainc';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/**
 * P(|T| ≥ |t|) of Student's distribution with `df` > 0 degrees of freedom, which need not be whole; exact into
 * the far tail. Source: Abramowitz and Stegun 26.7.1, the incomplete beta function I with x = df/(df + t²) at
 * (df/2, 1/2).
 */
export function studentTwoSidedP(t: number, df: number): number {
  const square = t * t;
  // Of x and 1 − x the smaller is computed: what is near 1 has lost the digits that the tail is made of.
  return square < df
    ? betainc(square / (df + square), 0.5, df / 2, true, true)
    : betainc(1 / (1 + square / df), df / 2, 0.5, true, false);
}

/** The t ≥ 0 with P(|T| ≥ t) = alpha, 0 < alpha ≤ 1. */
export function studentCritical(alpha: number, df: number): number {
  return -quantile(alpha / 2, df);
}
