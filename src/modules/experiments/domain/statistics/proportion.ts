/** `successes` of `trials`, whole numbers, 0 ≤ successes ≤ trials. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/** 0…1; NaN without trials. */
export function rateOf({ successes, trials }: Proportion): number {
  return successes / trials;
}

/** Of the rate: p(1 − p)/n. */
export function rateVariance(proportion: Proportion): number {
  const rate = rateOf(proportion);
  return (rate * (1 - rate)) / proportion.trials;
}
