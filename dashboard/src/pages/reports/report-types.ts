import { addDays } from '../../parts/zoned-day';

export const REPORT_TYPES = ['views', 'cohorts', 'popularity', 'users', 'ab_test'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

export const FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export const PERIODS = ['last_week', 'last_7_days', 'last_30_days', 'last_month'] as const;

/** The 28 days up to yesterday, UTC. */
export function usualPeriod(now: Date): { from: string; to: string } {
  const today = now.toISOString().slice(0, 10);
  return { from: addDays(today, -28), to: addDays(today, -1) };
}
