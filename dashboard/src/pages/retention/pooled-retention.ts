import type { Cohort } from '../../api/models';

export interface PooledWeek {
  readonly week: number;
  /** Percentages; null where no cohort has finished the week. */
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
}

/** All cohorts together, each week over those who have finished it: active users ÷ eligible users. */
export function poolRetention(cohorts: readonly Cohort[], weeks: number): PooledWeek[] {
  return Array.from({ length: weeks + 1 }, (_, week) => {
    const finished = cohorts.flatMap(({ retention }) => {
      const found = retention[week];
      return found?.rate != null && found.active_users != null
        ? [{ active: found.active_users, eligible: found.eligible_users, rate: found.rate }]
        : [];
    });
    if (finished.length === 0) return { week, mean: null, lowest: null, highest: null };
    const sum = (of: 'active' | 'eligible') => finished.reduce((total, row) => total + row[of], 0);
    const rates = finished.map(({ rate }) => rate);
    return {
      week,
      mean: (100 * sum('active')) / sum('eligible'),
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
    };
  });
}
