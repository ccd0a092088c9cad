import type { CohortActivity } from './cohort-activity';
import { cohortReport, type CohortReportOptions } from './cohort-report';

const cohort = (given: Partial<CohortActivity> = {}): CohortActivity => ({
  periodStart: '2026-01-05',
  users: 8,
  viewers: 6,
  returned: 4,
  eligible: [8, 8, 8],
  active: [8, 3, 2],
  activeOrLater: [8, 4, 2],
  ...given,
});

const report = (activity: CohortActivity[], options: Partial<CohortReportOptions> = {}) =>
  cohortReport(activity, {
    mode: 'on',
    window: 'calendar',
    weekStart: 'monday',
    minCohortSize: 0,
    today: '2026-03-01',
    ...options,
  });

describe('cohortReport', () => {
  it('gives percentages with one decimal and Wilson bounds', () => {
    expect(report([cohort()]).cohorts).toEqual([
      {
        period: '2026-W02',
        periodStart: '2026-01-05',
        size: 8,
        retention: [
          { week: 0, eligibleUsers: 8, activeUsers: 8, rate: 100, ciLower: null, ciUpper: null },
          { week: 1, eligibleUsers: 8, activeUsers: 3, rate: 37.5, ciLower: 13.7, ciUpper: 69.4 },
          { week: 2, eligibleUsers: 8, activeUsers: 2, rate: 25, ciLower: 7.1, ciUpper: 59.1 },
        ],
      },
    ]);
  });

  it('counts later weeks too when asked to', () => {
    const [line] = report([cohort()], { mode: 'on_or_after' }).cohorts;
    expect(line?.retention.map(({ activeUsers }) => activeUsers)).toEqual([8, 4, 2]);
  });

  it.each([
    ['2026-01-11', [100, null, null]],
    ['2026-01-18', [100, null, null]],
    ['2026-01-19', [100, 37.5, null]],
    ['2026-01-25', [100, 37.5, null]],
    ['2026-01-26', [100, 37.5, 25]],
  ])('on %s knows only weeks that have ended', (today, rates) => {
    const [line] = report([cohort()], { today }).cohorts;
    expect(line?.retention.map(({ rate }) => rate)).toEqual(rates);
    expect(line?.retention[2]?.eligibleUsers).toBe(8);
  });

  it('asks rolling weeks of nobody who is not old enough', () => {
    const [line] = report([cohort({ eligible: [8, 5, 0], active: [8, 2, 0] })], {
      window: 'rolling',
    }).cohorts;
    expect(line?.retention[1]).toMatchObject({ eligibleUsers: 5, activeUsers: 2, rate: 40 });
    expect(line?.retention[2]).toEqual({
      week: 2,
      eligibleUsers: 0,
      activeUsers: null,
      rate: null,
      ciLower: null,
      ciUpper: null,
    });
  });

  it('counts overall retention over all users, and returns over those whose next week has ended', () => {
    const activity = [cohort(), cohort({ periodStart: '2026-01-12', users: 2, viewers: 2, returned: 1 })];
    expect(report(activity, { today: '2026-01-25' })).toMatchObject({
      totalUsers: 10,
      overallRetentionRate: 80,
      returningRate: 50,
    });
    expect(report(activity, { today: '2026-01-26' }).returningRate).toBe(50);
    expect(report(activity, { today: '2026-01-18' }).returningRate).toBeNull();
  });

  it('says nothing of nobody', () => {
    expect(report([])).toEqual({
      cohorts: [],
      totalUsers: 0,
      overallRetentionRate: null,
      returningRate: null,
    });
  });

  it('leaves small cohorts out of the list but not out of the totals', () => {
    const activity = [
      cohort({ users: 4, eligible: [4, 4, 4], viewers: 4 }),
      cohort({ periodStart: '2026-01-12' }),
    ];
    const { cohorts, totalUsers } = report(activity, { minCohortSize: 5 });
    expect(cohorts.map(({ period }) => period)).toEqual(['2026-W03']);
    expect(totalUsers).toBe(12);
  });

  it('puts the oldest cohort first, across the year, and labels Sunday weeks by their first day', () => {
    const activity = [cohort({ periodStart: '2021-01-04' }), cohort({ periodStart: '2020-12-28' })];
    expect(report(activity).cohorts.map(({ period }) => period)).toEqual(['2020-W53', '2021-W01']);
    const sunday = report([cohort({ periodStart: '2021-01-03' })], { weekStart: 'sunday' });
    expect(sunday.cohorts[0]?.period).toBe('2021-01-03');
  });
});
