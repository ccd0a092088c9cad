import { addDays, startOfWeek } from '../../src/common/kernel/calendar-date';
import {
  type ActivityHistory,
  countRetention,
  type RetentionPeriod,
} from '../../src/modules/analytics/domain/retention/count-retention';
import { readJson } from './data-folder';

interface RetentionCase {
  name: string;
  period: 'day' | 'month' | 'week-sunday';
  start: string;
  intervals: number;
  mode: 'recurring';
  cohort_event: string;
  return_event: string;
  events: [person: string, day: string, event: string][];
  /** Row i: who was there in interval i, in intervals i, i + 1, … */
  expected: number[][];
}

const PERIODS: Record<RetentionCase['period'], RetentionPeriod> = {
  day: { unit: 'day', window: 'calendar' },
  month: { unit: 'month', window: 'calendar' },
  'week-sunday': { unit: 'week', window: 'calendar', weekStart: 'sunday' },
};

/** First day of each interval of a case. */
function intervalStarts({ period, start, intervals }: RetentionCase): string[] {
  return Array.from({ length: intervals }, (_, index) => {
    if (period === 'day') return addDays(start, index);
    if (period === 'week-sunday') return addDays(startOfWeek(start, 'sunday'), 7 * index);
    const month = new Date(`${start.slice(0, 7)}-01T00:00:00Z`);
    month.setUTCMonth(month.getUTCMonth() + index);
    return month.toISOString().slice(0, 10);
  });
}

/** In a recurring table every day with the cohort event begins a history of its own; one a person and interval counts. */
function historiesOf({ events, cohort_event, return_event, period }: RetentionCase): ActivityHistory[] {
  const people = [...new Set(events.map(([person]) => person))];
  return people.flatMap((person) => {
    const days = (wanted: string) =>
      events.filter(([who, , event]) => who === person && event === wanted).map(([, day]) => day);
    const anchors = new Map<string, string>();
    for (const day of days(cohort_event)) {
      const interval = countRetention([{ anchor: day, activeDays: [] }], PERIODS[period], 0, day)[0]!
        .periodStart;
      if (!anchors.has(interval)) anchors.set(interval, day);
    }
    const active = days(return_event);
    return [...anchors.values()].map((anchor) => ({
      anchor,
      activeDays: active.filter((day) => day >= anchor),
    }));
  });
}

const cases = readJson<RetentionCase[]>('retention-cases', 'posthog_retention_cases.json');

describe('PostHog’s published retention cases', () => {
  it('are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(4);
  });

  it.each(cases.map((example) => [example.name, example] as const))('%s', (_, example) => {
    const cohorts = countRetention(
      historiesOf(example),
      PERIODS[example.period],
      example.intervals - 1,
      '2100-01-01',
    );
    const table = intervalStarts(example).map((start, row) => {
      const cohort = cohorts.find(({ periodStart }) => periodStart === start);
      const counts = cohort?.active ?? new Array<number>(example.intervals).fill(0);
      return counts.slice(0, example.intervals - row);
    });
    expect(table).toEqual(example.expected);
  });
});
