import { localDate } from '../../src/common/kernel/calendar-date';
import { countRetention } from '../../src/modules/analytics/domain/retention/count-retention';
import { readData, readJson } from './data-folder';

/** The day after the data end: the clock that the expected figures stand at. */
const TODAY = '2016-10-17';

interface Expected {
  n_day_retention: Record<string, { eligible: number; exact: number; on_or_after: number }>;
}

describe('N-day retention of MovieLens', () => {
  const daysOfUser = new Map<string, Set<string>>();
  for (const line of readData('movielens-small', 'ratings.csv').trim().split('\n').slice(1)) {
    const [user, , , seconds] = line.split(',') as [string, string, string, string];
    const day = localDate(new Date(Number(seconds) * 1000), 'UTC');
    daysOfUser.set(user, (daysOfUser.get(user) ?? new Set()).add(day));
  }
  const histories = [...daysOfUser.values()].map((days) => {
    const activeDays = [...days].sort();
    return { anchor: activeDays[0]!, activeDays };
  });
  const cohorts = countRetention(histories, { unit: 'day', window: 'rolling' }, 90, TODAY);
  const expected = readJson<Expected>('movielens-small', 'expected_events.json').n_day_retention;

  it.each(Object.entries(expected))('%s', (name, figures) => {
    const day = Number(name.slice(1));
    const sum = (values: (cohort: (typeof cohorts)[number]) => readonly number[]) =>
      cohorts.reduce((total, cohort) => total + values(cohort)[day]!, 0);
    expect({
      eligible: sum((cohort) => cohort.eligible),
      exact: sum((cohort) => cohort.active),
      on_or_after: sum((cohort) => cohort.activeOrLater),
    }).toEqual(figures);
  });
});
