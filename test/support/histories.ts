import fc from 'fast-check';
import type { AnalyticsV2Repository } from '../../src/modules/analytics';
import type { CohortActivity } from '../../src/modules/analytics/domain/retention/cohort-activity';
import { COHORT_TYPES, RETENTION_WINDOWS } from '../../src/modules/analytics/domain/retention/cohort-query';
import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import { eventId, releaseId, userId } from '../factories/ids';

const USERS = 4;
/** Ten weeks over a year with 53 ISO weeks and both of its neighbours' DST changes are far; zones bring those. */
const FROM = Date.UTC(2020, 9, 12);
const UNTIL = Date.UTC(2021, 3, 5);

/** Crowded around Monday 00:00 UTC, where an error of an hour, a minute or a millisecond shows. */
const instant = fc.oneof(
  fc.integer({ min: FROM, max: UNTIL - 1 }).map((time) => new Date(time)),
  fc
    .tuple(fc.integer({ min: 0, max: 24 }), fc.constantFrom(-43_200_000, -19_800_000, -1, 0, 1, 10_800_000))
    .map(([week, offset]) => new Date(FROM + week * 604_800_000 + offset)),
);

const view: fc.Arbitrary<ViewEvent> = fc.record({
  eventId: fc.integer({ min: 1, max: 25 }).map(eventId),
  userId: fc.integer({ min: 1, max: USERS }).map(userId),
  releaseId: fc.integer({ min: 1, max: 3 }).map(releaseId),
  viewedAt: instant,
  watchSeconds: fc.integer({ min: 0, max: 86_400 }),
  completion: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

/** Something that happens to the facts. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('record' as const), views: fc.array(view, { maxLength: 8 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      id: fc.integer({ min: 1, max: USERS }).map(userId),
      registeredAt: instant,
      analysed: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('erase' as const),
      id: fc.integer({ min: 1, max: USERS }).map(userId),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A question about cohorts, with the local date of today. */
export const query = fc
  .record({
    cohortType: fc.constantFrom(...COHORT_TYPES),
    range: fc.tuple(instant, instant),
    wholeWeeks: fc.boolean(),
    weeks: fc.integer({ min: 0, max: 12 }),
    window: fc.constantFrom(...RETENTION_WINDOWS),
    timezone: fc.constantFrom(
      'UTC',
      'UTC',
      'Asia/Kolkata',
      'America/New_York',
      'Pacific/Kiritimati',
      'Europe/Berlin',
    ),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    releaseIds: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 3 }).map(releaseId), { maxLength: 2 })),
    today: fc.constantFrom('2020-11-20', '2021-01-04', '2021-05-01'),
  })
  .map(({ range, wholeWeeks, ...rest }) => {
    const [a, b] = range.map((date) => date.getTime()).sort((x, y) => x - y) as [number, number];
    const snap = (time: number) =>
      wholeWeeks ? FROM + Math.floor((time - FROM) / 604_800_000) * 604_800_000 : time;
    return { ...rest, from: new Date(snap(a)), until: new Date(snap(b)) };
  });

export async function apply(repository: AnalyticsV2Repository, action: Step) {
  switch (action.do) {
    case 'record':
      return repository.recordViews(action.views);
    case 'save':
      return repository.saveUsers([action]);
    case 'erase':
      return repository.eraseUser(action.id);
  }
}

export const byPeriod = (activity: CohortActivity[]) =>
  [...activity].sort((a, b) => a.periodStart.localeCompare(b.periodStart));
