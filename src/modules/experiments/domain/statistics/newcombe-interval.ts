import type { Interval } from './interval';
import { type Proportion, rateOf } from './proportion';
import { wilsonInterval } from './wilson-interval';

/**
 * Newcombe's hybrid score interval of the difference treatment − control of two proportions, within −1…1,
 * confidence 1 − `alpha`: made of the two Wilson intervals, so that it holds where nobody or everybody
 * succeeds. Null when a group has no trials. Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890,
 * method 10.
 */
export function newcombeInterval(treatment: Proportion, control: Proportion, alpha: number): Interval | null {
  const own = wilsonInterval(treatment, alpha);
  const other = wilsonInterval(control, alpha);
  if (own === null || other === null) return null;
  const [rate, base] = [rateOf(treatment), rateOf(control)];
  const difference = rate - base;
  return {
    lower: difference - Math.hypot(rate - own.lower, other.upper - base),
    upper: difference + Math.hypot(own.upper - rate, base - other.lower),
  };
}
