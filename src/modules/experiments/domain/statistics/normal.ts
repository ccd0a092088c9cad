import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** P(|Z| ≥ |z|) of a standard normal Z: exact into the far tail, where 1 − cdf has no digits left. */
export function normalTwoSidedP(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** P(Z ≤ x). */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** The z ≥ 0 with P(|Z| ≥ z) = alpha, 0 < alpha ≤ 1; 1.96 for 0.05. */
export function normalCritical(alpha: number): number {
  return Math.SQRT2 * erfcinv(alpha);
}

/** The z with P(Z ≤ z) = probability, above 0 and below 1. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}
