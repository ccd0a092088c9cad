import type { CohortQuery } from '../../src/modules/analytics/domain/retention/cohort-query';

/** January 2026 by registration in UTC weeks; name only what the test is about. */
export function aCohortQuery(
  given: Partial<Omit<CohortQuery, 'from' | 'until'>> & { from?: string; until?: string } = {},
): CohortQuery {
  return {
    cohortType: 'registration',
    weeks: 4,
    window: 'calendar',
    timezone: 'UTC',
    weekStart: 'monday',
    releaseIds: null,
    ...given,
    from: new Date(given.from ?? '2026-01-05T00:00:00Z'),
    until: new Date(given.until ?? '2026-02-02T00:00:00Z'),
  };
}
