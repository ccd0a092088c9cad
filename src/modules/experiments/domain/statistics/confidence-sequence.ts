import type { Interval } from './interval';

/**
 * Asymptotic confidence sequences: intervals of which with probability 1 − α none, at whatever look, ever
 * leaves the truth out. Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit
 * theory and asymptotic confidence sequences", Annals of Statistics 52 (2024) 2613–2640 (arXiv 2103.06476),
 * where time t is the users of both arms together and σ²/t the squared standard error of the difference.
 * "Asymptotic" means that a few dozen users must have come before the first look.
 */

/** GrowthBook's, too. Of the two arms that are compared, together. */
export const DEFAULT_INTENDED_USERS = 5_000;

/**
 * ρ²: the sequence is about the narrowest when `intendedUsers` are in the two arms, and little wider from half
 * to four times as many. Must not depend on what the test has shown. The paper's closed form for the best ρ, by
 * which GrowthBook goes too: (−2 ln α + ln(1 − 2 ln α)) ÷ intendedUsers.
 */
export function mixingVariance(intendedUsers: number, alpha: number): number {
  const logs = -2 * Math.log(alpha);
  return (logs + Math.log(logs + 1)) / intendedUsers;
}

/**
 * Standard errors from the estimate to either bound once there are `users` in both arms, by the Gaussian mixture:
 * √((x + 1)/x · ln((x + 1)/α²)) with x = users·ρ².
 */
export function sequentialCritical(users: number, rho2: number, alpha: number): number {
  const growth = users * rho2 + 1;
  return Math.sqrt((growth / (growth - 1)) * (Math.log(growth) - 2 * Math.log(alpha)));
}

/**
 * The same for a single bound, which the truth is beyond at no look with probability 1 − α:
 * √(2(x + 1)/x · ln(1 + √(x + 1)/(2α))).
 */
export function sequentialCriticalOneSided(users: number, rho2: number, alpha: number): number {
  const growth = users * rho2 + 1;
  return Math.sqrt(2 * (growth / (growth - 1)) * Math.log1p(Math.sqrt(growth) / (2 * alpha)));
}

/** The confidence sequence at this look. */
export function sequentialInterval(estimate: number, standardError: number, critical: number): Interval {
  const half = critical * standardError;
  return { lower: estimate - half, upper: estimate + half };
}

/**
 * The always-valid p-value: the least α, at most 1, whose sequence leaves 0 out at this look, with the estimate
 * `z` standard errors from 0. Without an effect it falls below α at any look of all with probability α at most.
 */
export function sequentialPValue(z: number, users: number, rho2: number): number {
  const growth = users * rho2 + 1;
  return Math.min(1, Math.exp((Math.log(growth) - z * z * (1 - 1 / growth)) / 2));
}
