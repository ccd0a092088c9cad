import type { Comparison } from './compare-variants';
import { type Direction, signOf } from './metric';

/** Below these no p-value is trusted, whatever it says. */
export const LEAST_USERS = 50;
export const LEAST_CONVERSIONS = 5;

/** Why there is no winner, in the order in which they are told. */
export const OBSTACLES = [
  'sample_ratio_mismatch',
  'too_few_users',
  'too_few_conversions',
  'not_significant',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export interface ArmCounts {
  readonly variantId: string;
  readonly users: number;
  /** Null for metrics that are means. */
  readonly conversions: number | null;
  /** 0: gets no new users. Such an arm is judged when it has enough users and conversions, and else ignored. */
  readonly weight: number;
}

export interface Evidence {
  readonly controlVariantId: string;
  readonly arms: readonly ArmCounts[];
  readonly comparisons: readonly Comparison[];
  readonly direction: Direction;
  readonly alpha: number;
  readonly sampleRatioMismatch: boolean;
}

export interface Verdict {
  /** Null when no comparison could be made. */
  readonly leaderVariantId: string | null;
  readonly winnerVariantId: string | null;
  /** The comparison that decides about the leader: its own, or for the control the least sure one. */
  readonly decisive: Comparison | null;
  /** The decisive comparison's p-value, not adjusted. */
  readonly statisticalSignificance: number | null;
  /**
   * Whether the leader is better than the control, or the control than all treatments, by Holm-adjusted
   * p-values below alpha.
   */
  readonly isSignificant: boolean;
  /** The first obstacle, or `winner`. */
  readonly reason: Obstacle | 'winner';
  /** All of them, in order; empty when there is a winner. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * Who wins a metric. The leader is, of the treatments that are significantly better than the control, the one
 * with the best estimate; if there are none, whoever has the best estimate, treatment or control (at a tie the
 * control). A leading treatment wins when it is significantly better than the control; it need not be so than
 * other treatments. The control wins when every treatment is significantly worse; its significance is the
 * largest p-value among them, since the claim is as sure as its least sure part (intersection-union test;
 * Berger, Technometrics 24 (1982) 295–300). Nobody wins while there is an obstacle.
 */
export function decide(evidence: Evidence): Verdict {
  const { leaderVariantId, decisive, rivals } = findLeader(evidence);
  const significant = (comparison: Comparison) => (comparison.pValueAdjusted ?? 1) < evidence.alpha;
  const isSignificant = rivals.length > 0 && rivals.every(significant);
  const obstacles = findObstacles(evidence, isSignificant);
  return {
    leaderVariantId,
    winnerVariantId: obstacles.length === 0 ? leaderVariantId : null,
    decisive,
    statisticalSignificance: decisive?.pValue ?? null,
    isSignificant,
    reason: obstacles[0] ?? 'winner',
    obstacles,
  };
}

interface Leader {
  readonly leaderVariantId: string | null;
  readonly decisive: Comparison | null;
  /** The comparisons that have to be significant for the leader to win. */
  readonly rivals: readonly Comparison[];
}

function findLeader(evidence: Evidence): Leader {
  const { comparisons, direction, alpha, controlVariantId } = evidence;
  const ignored = new Set(
    evidence.arms.filter((arm) => isIgnored(arm, evidence)).map((arm) => arm.variantId),
  );
  const gain = ({ difference }: Comparison) => signOf(direction) * difference!;
  const ranked = comparisons
    .filter(({ variantId, difference }) => difference !== null && !ignored.has(variantId))
    .sort((a, b) => gain(b) - gain(a));
  const best = ranked[0];
  if (best === undefined) return { leaderVariantId: null, decisive: null, rivals: [] };
  if (gain(best) > 0) {
    const proved = ranked.find((one) => gain(one) > 0 && (one.pValueAdjusted ?? 1) < alpha);
    const leader = proved ?? best;
    return { leaderVariantId: leader.variantId, decisive: leader, rivals: [leader] };
  }
  const unsure = ({ pValue }: Comparison) => pValue ?? Infinity;
  const leastSure = ranked.reduce((least, one) => (unsure(one) > unsure(least) ? one : least));
  return { leaderVariantId: controlVariantId, decisive: leastSure, rivals: ranked };
}

function findObstacles(evidence: Evidence, isSignificant: boolean): Obstacle[] {
  const judged = evidence.arms.filter((arm) => !isIgnored(arm, evidence));
  const met: Record<Obstacle, boolean> = {
    sample_ratio_mismatch: evidence.sampleRatioMismatch,
    too_few_users: judged.some(lacksUsers),
    too_few_conversions: judged.some(lacksConversions),
    not_significant: !isSignificant,
  };
  return OBSTACLES.filter((obstacle) => met[obstacle]);
}

function isIgnored(arm: ArmCounts, { controlVariantId }: Evidence): boolean {
  return arm.weight === 0 && arm.variantId !== controlVariantId && (lacksUsers(arm) || lacksConversions(arm));
}

function lacksUsers({ users }: ArmCounts): boolean {
  return users < LEAST_USERS;
}

function lacksConversions({ conversions }: ArmCounts): boolean {
  return conversions !== null && conversions < LEAST_CONVERSIONS;
}
