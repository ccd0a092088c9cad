import type { Interval } from './interval';
import { normalCritical } from './normal';
import { type Proportion, rateOf } from './proportion';

/**
 * Wilson score interval of a proportion with confidence 1 − `alpha`, within 0…1. Null without trials.
 * Source: E. B. Wilson, JASA 22 (1927) 209–212.
 */
export function wilsonInterval(proportion: Proportion, alpha: number): Interval | null {
  const { successes, trials } = proportion;
  if (trials === 0) return null;
  const rate = rateOf(proportion);
  const square = normalCritical(alpha) ** 2;
  const shrink = 1 + square / trials;
  const centre = (rate + square / (2 * trials)) / shrink;
  const half = Math.sqrt(square * ((rate * (1 - rate)) / trials + square / (4 * trials * trials))) / shrink;
  // At the ends the bounds are exactly 0 and 1; rounding must not move them.
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
