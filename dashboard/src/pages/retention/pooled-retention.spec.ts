import type { Cohort } from '../../api/models';
import { poolRetention } from './pooled-retention';

const aCohort = (...weeks: ([active: number, eligible: number] | null)[]) =>
  ({
    retention: weeks.map((counts, week) => ({
      week,
      active_users: counts?.[0] ?? null,
      eligible_users: counts?.[1] ?? 10,
      rate: counts && (100 * counts[0]) / counts[1],
      ci_lower: null,
      ci_upper: null,
    })),
  }) as Cohort;

describe('retention of all cohorts together', () => {
  it('weighs them by their size and leaves out weeks that still run', () => {
    const pooled = poolRetention(
      [aCohort([100, 100], [20, 100]), aCohort([10, 10], [8, 10]), aCohort([5, 5], null)],
      1,
    );
    expect(pooled[0]).toEqual({ week: 0, mean: 100, lowest: 100, highest: 100 });
    expect(pooled[1]).toEqual({ week: 1, mean: (100 * 28) / 110, lowest: 20, highest: 80 });
  });

  it('says nothing of a week that nobody has finished', () => {
    expect(poolRetention([aCohort(null)], 0)).toEqual([{ week: 0, mean: null, lowest: null, highest: null }]);
  });
});
