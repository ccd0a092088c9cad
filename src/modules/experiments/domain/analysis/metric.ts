/** Users who did something at least once, of all users of an arm. */
export interface ProportionArm {
  readonly variantId: string;
  readonly users: number;
  readonly conversions: number;
  /** For CUPED. */
  readonly covariate?: CovariateSums;
}

/** Sums of a metric's values over all users of an arm; a user without any event counts with 0. */
export interface MeanArm {
  readonly variantId: string;
  readonly users: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** For CUPED. */
  readonly covariate?: CovariateSums;
}

/** Over the same users: what the same metric was before their exposure. */
export interface CovariateSums {
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Σ metric × covariate. */
  readonly sumOfProducts: number;
}

/** One metric of all arms of a test, the control among them. */
export type MetricArms =
  | { readonly kind: 'proportion'; readonly arms: readonly ProportionArm[] }
  | { readonly kind: 'mean'; readonly arms: readonly MeanArm[] };

/** Whether more of the metric is better, or less. */
export const DIRECTIONS = ['increase', 'decrease'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** 1 or −1: a difference times it is above 0 when it is for the better. */
export function signOf(direction: Direction): 1 | -1 {
  return direction === 'increase' ? 1 : -1;
}

/** `fixed`: one look, at the planned size. `sequential`: as many looks as one likes. */
export const INFERENCES = ['fixed', 'sequential'] as const;
export type Inference = (typeof INFERENCES)[number];
