/** 97.5 % quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * Wilson score interval of a proportion, as fractions in 0…1.
 * `successes` of `trials` (trials > 0); `z` sets the confidence, 95 % by default.
 * Source: E. B. Wilson, JASA 22 (1927) 209–212.
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  z = Z_95,
): { lower: number; upper: number } {
  const rate = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  // At the ends the bounds are exactly 0 and 1; rounding must not move them.
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
