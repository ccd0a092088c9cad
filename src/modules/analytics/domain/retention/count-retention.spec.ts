import { countRetention } from './count-retention';

describe('countRetention', () => {
  it('counts calendar months across a year', () => {
    const [cohort] = countRetention(
      [
        { anchor: '2025-11-30', activeDays: ['2025-11-30', '2025-12-01', '2026-01-31'] },
        { anchor: '2025-11-01', activeDays: [] },
      ],
      { unit: 'month', window: 'calendar' },
      3,
      '2026-06-01',
    );
    expect(cohort).toMatchObject({
      periodStart: '2025-11-01',
      users: 2,
      viewers: 1,
      returned: 1,
      active: [2, 1, 1, 0],
      activeOrLater: [2, 1, 1, 0],
    });
  });

  it('asks a rolling day only of those for whom it has ended', () => {
    const histories = [
      { anchor: '2026-01-01', activeDays: ['2026-01-02', '2026-01-04'] },
      { anchor: '2026-01-01', activeDays: ['2026-01-01'] },
      { anchor: '2026-01-03', activeDays: ['2026-01-03', '2026-01-04'] },
    ];
    const cohorts = countRetention(histories, { unit: 'day', window: 'rolling' }, 3, '2026-01-04');
    expect(
      cohorts.map(({ periodStart, eligible, active, activeOrLater }) => [
        periodStart,
        eligible,
        active,
        activeOrLater,
      ]),
    ).toEqual([
      ['2026-01-01', [2, 2, 2, 0], [2, 1, 0, 0], [2, 1, 1, 0]],
      ['2026-01-03', [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]],
    ]);
  });

  it('counts a rolling week over a change of the year and of daylight saving, in local dates', () => {
    const [cohort] = countRetention(
      [{ anchor: '2020-12-30', activeDays: ['2020-12-30', '2021-01-05', '2021-01-06', '2021-03-30'] }],
      { unit: 'week', window: 'rolling' },
      13,
      '2021-12-01',
    );
    expect(cohort?.periodStart).toBe('2020-12-28');
    expect(cohort?.active).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });
});
