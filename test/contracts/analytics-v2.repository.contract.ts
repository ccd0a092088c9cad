import type { AnalyticsV2Repository } from '../../src/modules/analytics/domain/analytics-v2.repository';
import type { CohortActivity } from '../../src/modules/analytics/domain/retention/cohort-activity';
import { aCohortQuery } from '../factories/cohort-query.factory';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';

const TODAY = '2026-03-02';

/** What every adapter of the port must do. `open` gives an empty repository. */
export function analyticsV2RepositoryContract(open: () => Promise<AnalyticsV2Repository>): void {
  let repository: AnalyticsV2Repository;
  beforeEach(async () => {
    repository = await open();
  });

  const aViewer = (number: number, registeredAt = '2026-01-05T09:00:00Z', analysed = true) =>
    repository.saveUsers([{ id: userId(number), registeredAt: new Date(registeredAt), analysed }]);

  const cohorts = async (...args: Parameters<typeof aCohortQuery>): Promise<CohortActivity[]> => {
    const activity = await repository.getCohortActivity(aCohortQuery(...args), TODAY);
    return [...activity].sort((a, b) => a.periodStart.localeCompare(b.periodStart));
  };

  describe('recordViews', () => {
    it('accepts new events, and knows repeated ones for ever', async () => {
      await aViewer(1);
      const view = aView();
      expect(await repository.recordViews([view])).toEqual(['accepted']);
      expect(await repository.recordViews([view, view])).toEqual(['duplicate', 'duplicate']);
      expect(await repository.getCurrentReleaseViews([releaseId(1)])).toEqual(new Map([[releaseId(1), 1]]));
    });

    it('takes a repeat inside one batch as a duplicate', async () => {
      await aViewer(1);
      const view = aView();
      expect(await repository.recordViews([view, view, view])).toEqual([
        'accepted',
        'duplicate',
        'duplicate',
      ]);
    });

    it.each([
      ['user', { userId: userId(2) }],
      ['release', { releaseId: releaseId(2) }],
      ['instant', { viewedAt: new Date('2026-01-06T18:00:00.001Z') }],
      ['watch time', { watchSeconds: 601 }],
      ['completion', { completion: 0.5 }],
    ])('rejects an id that comes again with another %s', async (_, change) => {
      await aViewer(1);
      await aViewer(2);
      const view = aView();
      expect(await repository.recordViews([view, { ...view, ...change }])).toEqual([
        'accepted',
        { code: 'event.conflict' },
      ]);
      expect(await repository.recordViews([{ ...view, ...change }, view])).toEqual([
        { code: 'event.conflict' },
        'duplicate',
      ]);
    });

    it('rejects views of users that are not there, and takes the rest', async () => {
      await aViewer(1);
      const outcomes = await repository.recordViews([aView({ userId: userId(9) }), aView()]);
      expect(outcomes).toEqual([{ code: 'user.unknown', params: { id: userId(9) } }, 'accepted']);
    });

    it('takes a big batch as it takes a small one', async () => {
      await aViewer(1);
      const views = Array.from({ length: 2_500 }, (_, index) =>
        aView({ watchSeconds: index, completion: index / 2_500 }),
      );
      expect(await repository.recordViews(views.slice(0, 10))).toEqual(new Array(10).fill('accepted'));
      const changed = { ...views[7]!, watchSeconds: 1 };
      const stranger = aView({ userId: userId(9) });
      const outcomes = await repository.recordViews([...views, changed, stranger, views[2_000]!]);
      expect(outcomes.slice(0, 10)).toEqual(new Array(10).fill('duplicate'));
      expect(outcomes.slice(10, 2_500)).toEqual(new Array(2_490).fill('accepted'));
      expect(outcomes.slice(2_500)).toEqual([
        { code: 'event.conflict' },
        { code: 'user.unknown', params: { id: userId(9) } },
        'duplicate',
      ]);
      expect(await repository.getCurrentReleaseViews([releaseId(1)])).toEqual(
        new Map([[releaseId(1), 2_500]]),
      );
      expect(await repository.getViewTime(views[0]!.eventId)).toEqual(views[0]!.viewedAt);
      expect(await repository.getViewTime(stranger.eventId)).toBeNull();
    });

    it('takes nothing as nothing', async () => {
      expect(await repository.recordViews([])).toEqual([]);
    });
  });

  describe('release views', () => {
    it('counts by UTC day, late events too', async () => {
      await aViewer(1);
      await repository.recordViews([
        aView({ viewedAt: '2026-01-06T23:59:59.999Z', watchSeconds: 10 }),
        aView({ viewedAt: '2026-01-07T00:00:00Z', watchSeconds: 20 }),
        aView({ viewedAt: '1999-12-31T12:00:00Z', watchSeconds: 30 }),
        aView({ releaseId: releaseId(2) }),
      ]);
      expect(await repository.getReleaseHistoricalViews(releaseId(1), '2026-01-06', '2026-01-07')).toEqual([
        { day: '2026-01-06', views: 1, watchSeconds: 10 },
        { day: '2026-01-07', views: 1, watchSeconds: 20 },
      ]);
      expect(await repository.getCurrentReleaseViews([releaseId(1), releaseId(2), releaseId(3)])).toEqual(
        new Map([
          [releaseId(1), 3],
          [releaseId(2), 1],
        ]),
      );
    });
  });

  describe('getCohortActivity', () => {
    it('counts who was active in each week after the registration', async () => {
      await aViewer(1);
      await aViewer(2, '2026-01-11T23:59:59.999Z');
      await aViewer(3, '2026-01-12T00:00:00Z');
      await repository.recordViews([
        aView({ userId: userId(1), viewedAt: '2026-01-13T10:00:00Z' }),
        aView({ userId: userId(1), viewedAt: '2026-01-27T10:00:00Z' }),
        aView({ userId: userId(2), viewedAt: '2026-01-13T10:00:00Z' }),
      ]);
      expect(await cohorts({ weeks: 3 })).toEqual([
        {
          periodStart: '2026-01-05',
          users: 2,
          viewers: 2,
          returned: 2,
          eligible: [2, 2, 2, 2],
          active: [2, 2, 0, 1],
          activeOrLater: [2, 2, 1, 1],
        },
        {
          periodStart: '2026-01-12',
          users: 1,
          viewers: 0,
          returned: 0,
          eligible: [1, 1, 1, 1],
          active: [1, 0, 0, 0],
          activeOrLater: [1, 0, 0, 0],
        },
      ]);
    });

    it('counts a return behind the asked weeks as "or later"', async () => {
      await aViewer(1);
      await repository.recordViews([aView({ viewedAt: '2026-02-25T10:00:00Z' })]);
      const [cohort] = await cohorts({ weeks: 1 });
      expect(cohort).toMatchObject({ returned: 1, active: [1, 0], activeOrLater: [1, 1] });
      expect((await cohorts({ weeks: 0 }))[0]).toMatchObject({
        returned: 1,
        active: [1],
        activeOrLater: [1],
      });
    });

    it('leaves views before the registration out', async () => {
      await aViewer(1, '2026-01-14T09:00:00Z');
      await repository.recordViews([
        aView({ viewedAt: '2025-12-01T10:00:00Z' }),
        aView({ viewedAt: '2026-01-14T08:59:59.999Z' }),
      ]);
      expect((await cohorts())[0]).toMatchObject({ users: 1, viewers: 0, returned: 0 });
    });

    it('moves a user to an earlier cohort when a late event comes before the first view', async () => {
      await aViewer(1);
      await repository.recordViews([aView({ viewedAt: '2026-01-21T10:00:00Z' })]);
      await repository.recordViews([aView({ viewedAt: '2026-01-28T10:00:00Z' })]);
      await repository.recordViews([aView({ viewedAt: '2026-01-07T10:00:00Z' })]);
      const activity = await cohorts({ cohortType: 'first_view', weeks: 3 });
      expect(activity).toHaveLength(1);
      expect(activity[0]).toMatchObject({ periodStart: '2026-01-05', active: [1, 0, 1, 1], returned: 1 });
    });

    it('takes the first view from the whole history, not from the asked range', async () => {
      await aViewer(1);
      await repository.recordViews([
        aView({ viewedAt: '2025-11-01T10:00:00Z' }),
        aView({ viewedAt: '2026-01-07T10:00:00Z' }),
      ]);
      expect(await cohorts({ cohortType: 'first_view' })).toEqual([]);
    });

    it('moves a user whose registration date changes', async () => {
      await aViewer(1);
      await repository.recordViews([aView({ viewedAt: '2026-01-14T10:00:00Z' })]);
      await aViewer(1, '2026-01-12T08:00:00Z');
      expect(await cohorts({ weeks: 1 })).toEqual([
        expect.objectContaining({
          periodStart: '2026-01-12',
          users: 1,
          viewers: 1,
          returned: 0,
          active: [1, 0],
        }),
      ]);
    });

    it('forgets whoever is not analysed any more, and remembers their views', async () => {
      await aViewer(1);
      await repository.recordViews([aView({ viewedAt: '2026-01-14T10:00:00Z' })]);
      await aViewer(1, '2026-01-05T09:00:00Z', false);
      expect(await cohorts()).toEqual([]);
      await aViewer(1);
      expect((await cohorts({ weeks: 1 }))[0]).toMatchObject({ active: [1, 1] });
    });

    it('cuts weeks where the range begins and ends', async () => {
      await aViewer(1, '2026-01-06T11:59:59.999Z');
      await aViewer(2, '2026-01-06T12:00:00Z');
      await aViewer(3, '2026-01-15T12:00:00Z');
      await aViewer(4, '2026-01-22T11:59:59.999Z');
      await aViewer(5, '2026-01-22T12:00:00Z');
      const range = { from: '2026-01-06T12:00:00Z', until: '2026-01-22T12:00:00Z' };
      expect((await cohorts(range)).map(({ periodStart, users }) => [periodStart, users])).toEqual([
        ['2026-01-05', 1],
        ['2026-01-12', 1],
        ['2026-01-19', 1],
      ]);
      const insideOneWeek = { from: '2026-01-06T12:00:00Z', until: '2026-01-06T12:00:01Z' };
      expect((await cohorts(insideOneWeek)).map(({ users }) => users)).toEqual([1]);
    });

    it('counts weeks in the asked time zone', async () => {
      // Monday 00:30 in Kolkata (+05:30) is still Sunday in UTC.
      await aViewer(1, '2026-01-11T19:00:00Z');
      await repository.recordViews([aView({ viewedAt: '2026-01-18T18:30:00Z' })]);
      expect((await cohorts({ timezone: 'Asia/Kolkata', weeks: 1 }))[0]).toMatchObject({
        periodStart: '2026-01-12',
        active: [1, 1],
      });
      expect((await cohorts({ weeks: 1 }))[0]).toMatchObject({ periodStart: '2026-01-05', active: [1, 1] });
    });

    it('begins weeks on Sunday when asked to', async () => {
      await aViewer(1, '2026-01-11T10:00:00Z');
      await repository.recordViews([aView({ viewedAt: '2026-01-17T10:00:00Z' })]);
      expect((await cohorts({ weekStart: 'sunday', weeks: 1 }))[0]).toMatchObject({
        periodStart: '2026-01-11',
        active: [1, 0],
      });
    });

    it('rolls weeks from each user’s own date, for users old enough', async () => {
      await aViewer(1, '2026-02-13T10:00:00Z');
      await aViewer(2, '2026-02-17T10:00:00Z');
      await repository.recordViews([
        aView({ userId: userId(1), viewedAt: '2026-02-19T23:00:00Z' }),
        aView({ userId: userId(1), viewedAt: '2026-02-27T01:00:00Z' }),
        aView({ userId: userId(2), viewedAt: '2026-02-24T00:00:00Z' }),
      ]);
      // On March 2nd the second week of user 1 (27 Feb – 5 Mar) runs, and so does the first of user 2 (24 Feb – 2 Mar).
      const activity = await cohorts({
        window: 'rolling',
        weeks: 2,
        from: '2026-02-09T00:00:00Z',
        until: '2026-02-23T00:00:00Z',
      });
      expect(
        activity.map(({ eligible, active, activeOrLater }) => ({ eligible, active, activeOrLater })),
      ).toEqual([
        { eligible: [1, 1, 0], active: [1, 0, 0], activeOrLater: [1, 1, 0] },
        { eligible: [1, 0, 0], active: [1, 0, 0], activeOrLater: [1, 0, 0] },
      ]);
    });

    it('counts only the asked releases, as activity and as first view', async () => {
      await aViewer(1);
      await repository.recordViews([
        aView({ releaseId: releaseId(1), viewedAt: '2026-01-06T10:00:00Z' }),
        aView({ releaseId: releaseId(2), viewedAt: '2026-01-13T10:00:00Z' }),
        aView({ releaseId: releaseId(1), viewedAt: '2026-01-20T10:00:00Z' }),
      ]);
      const releaseIds = [releaseId(2)];
      expect((await cohorts({ releaseIds, weeks: 2 }))[0]).toMatchObject({
        periodStart: '2026-01-05',
        active: [1, 1, 0],
      });
      expect((await cohorts({ releaseIds, cohortType: 'first_view', weeks: 1 }))[0]).toMatchObject({
        periodStart: '2026-01-12',
        active: [1, 0],
      });
      expect((await cohorts({ releaseIds: [releaseId(3)] }))[0]).toMatchObject({ users: 1, viewers: 0 });
    });
  });

  describe('view histories', () => {
    beforeEach(async () => {
      await aViewer(1);
      await repository.recordViews([
        aView({ viewedAt: '2026-01-14T10:00:00Z' }),
        aView({ viewedAt: '2026-01-14T23:59:59.999Z' }),
        aView({ viewedAt: '2026-01-15T00:00:00Z' }),
        aView({ viewedAt: '2026-01-20T10:00:00Z' }),
        aView({ releaseId: releaseId(2), viewedAt: '2026-01-18T10:00:00Z' }),
      ]);
    });

    it('hold the days of a span, and tell the first day of all', async () => {
      const ids = [releaseId(1), releaseId(2), releaseId(3)];
      expect(await repository.getViewHistories(ids, '2026-01-15', '2026-01-17')).toEqual(
        new Map([[releaseId(1), { firstDay: '2026-01-14', daily: [{ day: '2026-01-15', views: 1 }] }]]),
      );
      expect(await repository.getViewHistories(ids, '2026-01-19', '2026-01-19')).toEqual(
        new Map([
          [releaseId(1), { firstDay: '2026-01-14', daily: [] }],
          [releaseId(2), { firstDay: '2026-01-18', daily: [] }],
        ]),
      );
      expect((await repository.getViewHistories(ids, '2026-01-01', '2026-01-31')).get(releaseId(1))).toEqual({
        firstDay: '2026-01-14',
        daily: [
          { day: '2026-01-14', views: 2 },
          { day: '2026-01-15', views: 1 },
          { day: '2026-01-20', views: 1 },
        ],
      });
    });

    it('are found page by page', async () => {
      const first = { releaseId: releaseId(1), firstDay: '2026-01-14' };
      const second = { releaseId: releaseId(2), firstDay: '2026-01-18' };
      expect(await repository.listViewedReleases('2026-01-17', null, 5)).toEqual([first]);
      expect(await repository.listViewedReleases('2026-01-18', null, 1)).toEqual([first]);
      expect(await repository.listViewedReleases('2026-01-18', releaseId(1), 5)).toEqual([second]);
      expect(await repository.listViewedReleases('2026-01-18', releaseId(2), 5)).toEqual([]);
    });
  });

  describe('eraseUser', () => {
    it('takes a person out of every figure, and forgets their event ids', async () => {
      await aViewer(1);
      await aViewer(2);
      const view = aView({ userId: userId(1), viewedAt: '2026-01-14T10:00:00Z' });
      await repository.recordViews([view, aView({ userId: userId(2), viewedAt: '2026-01-14T10:00:00Z' })]);

      await repository.eraseUser(userId(1));

      expect(await repository.getCurrentReleaseViews([releaseId(1)])).toEqual(new Map([[releaseId(1), 1]]));
      expect((await cohorts({ weeks: 1 }))[0]).toMatchObject({ users: 1, active: [1, 1] });
      expect(await repository.recordViews([view])).toEqual([
        { code: 'user.unknown', params: { id: userId(1) } },
      ]);
      await aViewer(1);
      expect(await repository.recordViews([view])).toEqual(['accepted']);
    });

    it('does nothing for somebody who is not there', async () => {
      await expect(repository.eraseUser(userId(9))).resolves.toBeUndefined();
    });
  });
}
