export interface ArmPace {
  /** Of whom figures are there. */
  readonly users: number;
  /** Newcomers in the last `days`. */
  readonly recentUsers: number;
}

/**
 * Whole days until every arm has `required` users, if they come as they did in the last `days` (above 0); 0 when all have
 * them. Null when an arm that lacks some gets none.
 */
export function daysLeft(arms: readonly ArmPace[], required: number, days: number): number | null {
  const slowest = Math.max(
    0,
    ...arms.map(({ users, recentUsers }) =>
      users >= required ? 0 : ((required - users) * days) / recentUsers,
    ),
  );
  return Number.isFinite(slowest) ? Math.ceil(slowest) : null;
}
