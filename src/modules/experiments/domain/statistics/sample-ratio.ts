import { chiSquareUpperP } from './chi-square-test';

/** Far below α: an alarm every month would not be heeded (Fabijan et al., KDD 2019, 2156–2164). */
const ALARM = 0.001;

export interface ArmShare {
  readonly users: number;
  /** Finite, 0 or above, in any unit; 0: takes no part. */
  readonly weight: number;
}

export interface SampleRatioResult {
  readonly chi2: number;
  readonly df: number;
  readonly pValue: number;
  readonly mismatch: boolean;
}

/**
 * Sample-ratio mismatch: χ² of the users in each arm against the weights. Weights may have changed on the way,
 * and then the users of each of the `phases` are held against the weights of that time, and χ² and degrees of
 * freedom added up; a test with unchanged weights is one phase. Arms of weight 0 are left out, and phases with
 * fewer than two others or without users. Null when no phase is left.
 */
export function testSampleRatio(phases: readonly (readonly ArmShare[])[]): SampleRatioResult | null {
  const judged = phases
    .map((arms) => arms.filter(({ weight }) => weight > 0))
    .filter((arms) => arms.length > 1 && arms.some(({ users }) => users > 0));
  if (judged.length === 0) return null;
  const chi2 = judged.reduce((sum, arms) => sum + goodnessOfFit(arms), 0);
  const df = judged.reduce((sum, arms) => sum + arms.length - 1, 0);
  const pValue = chiSquareUpperP(chi2, df);
  return { chi2, df, pValue, mismatch: pValue < ALARM };
}

function goodnessOfFit(arms: readonly ArmShare[]): number {
  const users = arms.reduce((sum, arm) => sum + arm.users, 0);
  const weights = arms.reduce((sum, arm) => sum + arm.weight, 0);
  return arms.reduce((sum, arm) => {
    const expected = (users * arm.weight) / weights;
    return sum + (arm.users - expected) ** 2 / expected;
  }, 0);
}
