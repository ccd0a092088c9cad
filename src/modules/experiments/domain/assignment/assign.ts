import { bucketRanges, chooseVariation } from './bucket-ranges';
import { hash } from './hash';
import { inNamespace, type Namespace } from './namespace';

/** Fixed for all time: another seed would put other people into the holdout. */
const HOLDOUT_SEED = 'kinoscope-holdout';

export interface WeightedVariant {
  readonly variantId: string;
  /** Finite, 0 or above; only the ratio to the others' matters. 0: gets nobody. */
  readonly weight: number;
}

export interface AssignmentRequest {
  readonly userId: string;
  /** The test's own. */
  readonly seed: string;
  /** In the order in which they were created, always: another order moves users. */
  readonly variants: readonly WeightedVariant[];
  /** Share of users in the test, 0…1. */
  readonly allocation: number;
  /** The test's part of its exclusion group; null without a group. */
  readonly namespace: Namespace | null;
  /** Share of all users, 0…1, who are in no test whatsoever; 0 by default. */
  readonly holdout?: number;
}

/**
 * The variant of a user, or null for a user who is not in the test. The same arguments give the same answer for
 * ever, and the answer of GrowthBook's SDKs for an experiment with `hashVersion: 2`, this seed, `coverage:
 * allocation`, the weights normalised, and this namespace. More allocation or less holdout brings users in and
 * moves none who are in already; other weights move users, which is why an assignment that has been made is
 * kept as a row and wins over this function.
 *
 * As in GrowthBook nobody is in a test of fewer than two variants, and nor is an empty user id. Null as well
 * when all weights are 0.
 */
export function assign(request: AssignmentRequest): string | null {
  const { userId, seed, variants, allocation, namespace, holdout = 0 } = request;
  const weights = normalised(variants.map(({ weight }) => weight));
  if (userId === '' || variants.length < 2 || weights === null) return null;
  if (inHoldout(userId, holdout)) return null;
  if (namespace !== null && !inNamespace(userId, namespace)) return null;
  const ranges = bucketRanges(variants.length, allocation, weights);
  return variants[chooseVariation(hash(seed, userId, 2)!, ranges)]?.variantId ?? null;
}

/**
 * Whether the user is among the `share` (0…1) of users whom no test gets. A larger share holds all of a smaller
 * one.
 */
export function inHoldout(userId: string, share: number): boolean {
  return hash(HOLDOUT_SEED, userId, 2)! < share;
}

/** Adding up to 1. Divided by the largest first, as the sum of huge weights would overflow. */
function normalised(weights: readonly number[]): number[] | null {
  const largest = Math.max(0, ...weights);
  if (largest === 0) return null;
  const sum = weights.reduce((total, weight) => total + weight / largest, 0);
  return weights.map((weight) => weight / largest / sum);
}
