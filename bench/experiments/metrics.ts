import {
  requiredForMeans,
  requiredForProportions,
} from '../../src/modules/experiments/domain/statistics/sample-size';
import type { SimulatedMetric } from './simulated-test';

const PLAN = { alpha: 0.05, power: 0.8 };

export interface PlannedMetric extends SimulatedMetric {
  /** The minimum detectable effect that it is planned for, relative. */
  readonly effect: number;
}

/** A share `rate` of users converts. */
function conversions(rate: number, effect: number): PlannedMetric {
  const required = requiredForProportions({ control: rate, treatment: rate * (1 + effect) }, PLAN)!;
  return {
    name: `conversion, ${100 * rate} %`,
    kind: 'proportion',
    effect,
    requiredPerVariant: Math.ceil(required),
    draw: (random, lift) => (random.uniform() < rate * (1 + lift) ? 1 : 0),
  };
}

/** Minutes whose logarithm is normal with the standard deviation `sigma`; the median is 20 minutes. */
function watchMinutes(sigma: number, effect: number): PlannedMetric {
  const growth = Math.exp(sigma * sigma);
  const variation = Math.sqrt(growth - 1);
  const skewness = (growth + 2) * variation;
  return {
    name: `watch minutes, lognormal, skewness ${skewness.toFixed(0)}`,
    kind: 'mean',
    effect,
    requiredPerVariant: Math.ceil(requiredForMeans({ difference: effect, sd: variation }, PLAN)!),
    draw: (random, lift) => 20 * (1 + lift) * Math.exp(sigma * random.normal()),
  };
}

/**
 * The usual case, and for false alarms what is harder: rare conversions, few users, minutes with a very long
 * tail.
 */
export const USUAL_METRICS = [conversions(0.1, 0.2), watchMinutes(1, 0.08)];
export const HARD_METRICS = [
  conversions(0.01, 0.6),
  conversions(0.1, 0.6),
  watchMinutes(1, 0.3),
  watchMinutes(1.5, 0.2),
];
