import type { Role } from '../../../common/kernel/role';
import type { Direction, Inference } from './analysis/metric';
import type { WeightedVariant } from './assignment/assign';
import type { BucketRange } from './assignment/bucket-ranges';
import type { TestStatus } from './lifecycle';

export interface Variant extends WeightedVariant {
  readonly name: string;
  readonly isControl: boolean;
}

export const METRIC_ROLES = ['goal', 'guardrail'] as const;
export type MetricRole = (typeof METRIC_ROLES)[number];

export interface TestMetric {
  readonly name: string;
  readonly role: MetricRole;
  readonly direction: Direction;
  /** Relative loss that is still put up with, 0…1; null for goals. */
  readonly margin: number | null;
}

/** Who gets into a test; null: whoever it may be. All of it must be true of a user. */
export interface Audience {
  readonly role: Role | null;
  /** At least one view of a release with this genre. */
  readonly genre: string | null;
  readonly registeredFrom: Date | null;
  /** Not included. */
  readonly registeredUntil: Date | null;
}

/** From this instant on newcomers were shared out by these weights, in the order of the variants. */
export interface WeightPhase {
  readonly from: Date;
  readonly weights: readonly number[];
}

/** What a test is made of, as far as its makers say. */
export interface TestDefinition {
  readonly name: string;
  /** At least two, exactly one of them the control, in the order given. */
  readonly variants: readonly Variant[];
  readonly primaryMetric: string;
  /** Further metrics; the primary one among them says which direction is better. */
  readonly metrics: readonly TestMetric[];
  /** Share of users in the test, above 0 and up to 1; of an exclusion group, where the test is in one. */
  readonly allocation: number;
  /** Tests under way with the same group share no user. Null: any user may be in it. */
  readonly exclusionGroup: string | null;
  readonly audience: Audience | null;
  /** Relative, above 0: 0.05 is 5 % of the control's value. Null: the effect that is seen. */
  readonly minimumDetectableEffect: number | null;
  readonly inference: Inference;
  /** A user's bucket is the hash of it and the user's id. */
  readonly seed: string;
}

export interface AbTest extends TestDefinition {
  readonly testId: string;
  readonly status: TestStatus;
  /** The test's part of its exclusion group; null without a group, and while it is not under way. */
  readonly range: BucketRange | null;
  /** Oldest first; none before the start. */
  readonly phases: readonly WeightPhase[];
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export function controlOf({ variants }: TestDefinition): Variant {
  return variants.find(({ isControl }) => isControl)!;
}

/** What the test says of a metric; undefined: nothing. More of the primary metric is better, unless it says otherwise. */
export function metricOf({ metrics, primaryMetric }: TestDefinition, name: string): TestMetric | undefined {
  const declared = metrics.find((metric) => metric.name === name);
  const primary: TestMetric = { name, role: 'goal', direction: 'increase', margin: null };
  return declared ?? (name === primaryMetric ? primary : undefined);
}
