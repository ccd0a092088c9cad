import { sequentialCritical } from './confidence-sequence';
import { normalCritical, normalQuantile } from './normal';
import { tTestPower } from './t-test-power';

/** What a test is planned for. */
export interface SamplePlan {
  /** Two-sided, 0…1. */
  readonly alpha: number;
  /** Probability of finding the effect, above alpha and below 1. */
  readonly power: number;
  /** Users of the control for one of the treatment; 1 by default. */
  readonly controlRatio?: number;
}

const LEAST_USERS = 2;

/**
 * Users that the treatment arm needs for the two-proportion z-test to find the rates `control` and `treatment`
 * (0…1) different; the control needs `controlRatio` times as many. Not rounded. Null when the rates are equal,
 * or not both in 0…1. Source: Fleiss, Levin, Paik (2003), 4.2 without continuity correction, for a ratio of 1
 * that of R's power.prop.test.
 */
export function requiredForProportions(
  rates: { readonly treatment: number; readonly control: number },
  { alpha, power, controlRatio = 1 }: SamplePlan,
): number | null {
  const { treatment, control } = rates;
  const possible = (rate: number) => rate >= 0 && rate <= 1;
  if (treatment === control || !possible(treatment) || !possible(control)) return null;
  const pooled = (treatment + controlRatio * control) / (1 + controlRatio);
  const equal = (1 + 1 / controlRatio) * pooled * (1 - pooled);
  const different = treatment * (1 - treatment) + (control * (1 - control)) / controlRatio;
  const errors = normalCritical(alpha) * Math.sqrt(equal) + normalQuantile(power) * Math.sqrt(different);
  return Math.max(LEAST_USERS, (errors / (treatment - control)) ** 2);
}

/**
 * Users that the treatment arm needs for a t-test to find a `difference` of means of values with the standard
 * deviation `sd`; the control needs `controlRatio` times as many. Not rounded, at least 2. Null without a
 * difference or without variance. Exact for equal variances: {@link tTestPower} is solved for the number of
 * users.
 */
export function requiredForMeans(
  { difference, sd }: { readonly difference: number; readonly sd: number },
  { alpha, power, controlRatio = 1 }: SamplePlan,
): number | null {
  const effectSize = Math.abs(difference) / sd;
  if (!(effectSize > 0 && Number.isFinite(effectSize))) return null;
  const powerOf = (treatment: number) =>
    tTestPower({ treatment, control: treatment * controlRatio, effectSize, alpha });
  let least = Math.max(LEAST_USERS, LEAST_USERS / controlRatio);
  if (powerOf(least) >= power) return least;
  // What the normal distribution would need, whose tails are lighter: a little more is enough.
  const normal = ((normalCritical(alpha) + normalQuantile(power)) / effectSize) ** 2 * (1 + 1 / controlRatio);
  let most = Math.max(2 * least, 1.1 * normal);
  while (powerOf(most) < power) most *= 2;
  while (most - least > 1e-12 * most) {
    const middle = (least + most) / 2;
    if (powerOf(middle) < power) least = middle;
    else most = middle;
  }
  return most;
}

/**
 * What `fixed` (users per arm that a single look needs, two equal arms) grows to for a confidence sequence with
 * the mixing variance `rho2`: the power is reached at that number at the latest, and looks before it add to it.
 * By the normal approximation the number goes with (critical value + z of the power)², and the critical value
 * changes with the number.
 */
export function requiredForSequence(fixed: number, { alpha, power }: SamplePlan, rho2: number): number {
  const zOfPower = normalQuantile(power);
  const single = normalCritical(alpha) + zOfPower;
  const grown = (users: number) =>
    fixed * ((sequentialCritical(2 * users, rho2, alpha) + zOfPower) / single) ** 2;
  // Long before the intended number the iteration alone would swing to and fro; halfway, on logarithms, each
  // round at least nearly halves the error.
  let users = fixed;
  for (let round = 0; round < 60; round++) users = Math.sqrt(users * grown(users));
  return users;
}

/**
 * Whole days until every arm has `required` users when each goes on getting as many a day as so far; 0 when
 * they have. Null when an arm that lacks users gets none.
 */
export function daysLeft(
  required: number,
  arms: readonly { readonly users: number; readonly usersPerDay: number }[],
): number | null {
  const days = arms.map(({ users, usersPerDay }) =>
    users >= required ? 0 : Math.ceil((required - users) / usersPerDay),
  );
  const longest = Math.max(0, ...days);
  return Number.isFinite(longest) ? longest : null;
}
