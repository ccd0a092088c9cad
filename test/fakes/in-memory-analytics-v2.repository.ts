import type { ItemOutcome } from '../../src/common/kernel/batch';
import { type CalendarDate, localDate } from '../../src/common/kernel/calendar-date';
import {
  type AnalysedUser,
  AnalyticsV2Repository,
  type Arrivals,
  type DailyViews,
  type ViewHistory,
} from '../../src/modules/analytics/domain/analytics-v2.repository';
import type {
  ExposedArmDay,
  ExposedUserMetric,
  ExposedUserOptions,
  ExposedUsers,
  ExposedUserSums,
} from '../../src/modules/analytics/domain/experiments/exposed-user-metrics';
import type { CohortActivity } from '../../src/modules/analytics/domain/retention/cohort-activity';
import type { CohortQuery } from '../../src/modules/analytics/domain/retention/cohort-query';
import {
  type ActivityHistory,
  countRetention,
} from '../../src/modules/analytics/domain/retention/count-retention';
import type { VisitSample } from '../../src/modules/analytics/domain/churn/visit-sample';
import { isSameView, type ViewEvent } from '../../src/modules/analytics/domain/view-event';
import type {
  ViewerActivity,
  ViewerHistory,
} from '../../src/modules/analytics/domain/viewers/viewer-history';
import {
  type KnownTestEvent,
  type KnownExposure,
  recountExposedDays,
  recountExposedUsers,
} from './recount-exposed';
import { recountActivity, recountHistory, recountReleases, recountVisits } from './recount-viewer';

/** Keeps raw facts only and counts everything anew: what the rollups are compared with. */
export class InMemoryAnalyticsV2Repository extends AnalyticsV2Repository {
  private readonly users = new Map<string, AnalysedUser>();
  private readonly views = new Map<string, ViewEvent>();
  private readonly exposures: KnownExposure[] = [];
  private readonly testEvents: KnownTestEvent[] = [];

  recordViews(events: readonly ViewEvent[]): Promise<ItemOutcome[]> {
    return Promise.resolve(events.map((event) => this.recordView(event)));
  }

  private recordView(event: ViewEvent): ItemOutcome {
    if (!this.users.has(event.userId)) return { code: 'user.unknown', params: { id: event.userId } };
    const stored = this.views.get(event.eventId);
    if (stored) return isSameView(stored, event) ? 'duplicate' : { code: 'event.conflict' };
    this.views.set(event.eventId, event);
    return 'accepted';
  }

  getViewTime(eventId: string): Promise<Date | null> {
    return Promise.resolve(this.views.get(eventId)?.viewedAt ?? null);
  }

  saveUsers(users: readonly AnalysedUser[]): Promise<void> {
    for (const user of users) this.users.set(user.id, user);
    return Promise.resolve();
  }

  eraseUser(userId: string): Promise<void> {
    this.users.delete(userId);
    for (const view of this.views.values()) if (view.userId === userId) this.views.delete(view.eventId);
    return Promise.resolve();
  }

  getCohortActivity(query: CohortQuery, today: CalendarDate): Promise<CohortActivity[]> {
    const histories = [...this.users.values()].flatMap((user) => this.historyOf(user, query) ?? []);
    const period = { unit: 'week', window: query.window, weekStart: query.weekStart } as const;
    return Promise.resolve(countRetention(histories, period, query.weeks, today));
  }

  private historyOf(user: AnalysedUser, query: CohortQuery): ActivityHistory | null {
    const views = [...this.views.values()].filter(
      (view) => view.userId === user.id && (query.releaseIds?.includes(view.releaseId) ?? true),
    );
    const firstView = views.map((view) => view.viewedAt).sort((a, b) => a.getTime() - b.getTime())[0];
    const anchor = query.cohortType === 'registration' ? user.registeredAt : firstView;
    if (!user.analysed || !anchor || anchor < query.from || anchor >= query.until) return null;
    return {
      anchor: localDate(anchor, query.timezone),
      activeDays: views
        .filter((view) => view.viewedAt >= anchor)
        .map((view) => localDate(view.viewedAt, query.timezone)),
    };
  }

  getCurrentReleaseViews(releaseIds: readonly string[]): Promise<Map<string, number>> {
    const counts = releaseIds.map(
      (id) => [id, [...this.views.values()].filter((view) => view.releaseId === id).length] as const,
    );
    return Promise.resolve(new Map(counts.filter(([, count]) => count > 0)));
  }

  getReleaseHistoricalViews(releaseId: string, from: CalendarDate, to: CalendarDate): Promise<DailyViews[]> {
    const days = new Map<CalendarDate, DailyViews>();
    for (const view of this.views.values()) {
      const day = localDate(view.viewedAt, 'UTC');
      if (view.releaseId !== releaseId || day < from || day > to) continue;
      const before = days.get(day) ?? { day, views: 0, watchSeconds: 0 };
      days.set(day, { day, views: before.views + 1, watchSeconds: before.watchSeconds + view.watchSeconds });
    }
    return Promise.resolve([...days.values()].sort((a, b) => a.day.localeCompare(b.day)));
  }

  async getViewHistories(
    releaseIds: readonly string[],
    from: CalendarDate,
    to: CalendarDate,
  ): Promise<Map<string, ViewHistory>> {
    const histories = new Map<string, ViewHistory>();
    for (const releaseId of releaseIds) {
      const all = await this.getReleaseHistoricalViews(releaseId, '0001-01-01', to);
      const daily = all.filter(({ day }) => day >= from).map(({ day, views }) => ({ day, views }));
      if (all.length > 0) histories.set(releaseId, { firstDay: all[0]!.day, daily });
    }
    return histories;
  }

  async listViewedReleases(
    to: CalendarDate,
    after: string | null,
    limit: number,
  ): Promise<{ releaseId: string; firstDay: CalendarDate }[]> {
    const ids = [...new Set([...this.views.values()].map((view) => view.releaseId))].sort();
    const histories = await this.getViewHistories(ids, to, to);
    return ids
      .filter((id) => histories.has(id) && (after === null || id > after))
      .slice(0, limit)
      .map((id) => ({ releaseId: id, firstDay: histories.get(id)!.firstDay }));
  }

  getViewerHistory(userId: string, timezone: string, now: Date): Promise<ViewerHistory | null> {
    const user = this.users.get(userId);
    return Promise.resolve(user ? recountHistory(user, this.viewsOf(userId), timezone, now) : null);
  }

  getViewerActivity(userIds: readonly string[], now: Date): Promise<ViewerActivity[]> {
    const users = userIds.flatMap((id) => this.users.get(id) ?? []).filter((user) => user.analysed);
    return Promise.resolve(users.map((user) => recountActivity(user, this.viewsOf(user.id), now)));
  }

  listViewers(after: string | null, limit: number): Promise<string[]> {
    const ids = [...this.users.values()].filter((user) => user.analysed).map((user) => user.id);
    return Promise.resolve(
      ids
        .sort()
        .filter((id) => after === null || id > after)
        .slice(0, limit),
    );
  }

  /** Everybody, whatever `size` says. */
  sampleVisits(heldOutFrom: number): Promise<VisitSample[]> {
    const analysed = [...this.users.values()].filter((user) => user.analysed);
    return Promise.resolve(
      analysed.flatMap((user) => recountVisits(this.viewsOf(user.id), heldOutFrom) ?? []),
    );
  }

  getWatchedReleases(userIds: readonly string[], limit: number): Promise<Map<string, string[]>> {
    const watched = userIds.map((id) => {
      const releases = recountReleases(this.viewsOf(id)).map((release) => release.releaseId);
      return [id, releases.slice(0, limit)] as const;
    });
    return Promise.resolve(new Map(watched.filter(([, releases]) => releases.length > 0)));
  }

  getRecentArrivals(now: Date, minutes: number): Promise<Arrivals[]> {
    const since = now.getTime() - minutes * 60_000;
    const arrivals = new Map<string, Arrivals>();
    for (const { releaseId, userId, viewedAt, watchSeconds } of this.views.values()) {
      const ended = viewedAt.getTime() + watchSeconds * 1_000;
      if (ended <= since) continue;
      const arrived = Math.min(ended, now.getTime());
      const unit = arrived > now.getTime() - 5 * 60_000 ? 1_000 : 60_000;
      const at = new Date(Math.floor(arrived / unit) * unit);
      const key = `${at.toISOString()} ${releaseId}`;
      const before = arrivals.get(key);
      arrivals.set(key, {
        at,
        releaseId,
        views: (before?.views ?? 0) + 1,
        watchSeconds: (before?.watchSeconds ?? 0) + watchSeconds,
        userIds: [...new Set([...(before?.userIds ?? []), userId])].sort(),
      });
    }
    return Promise.resolve([...arrivals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found));
  }

  getPopularReleases(from: CalendarDate, limit: number): Promise<string[]> {
    const views = [...this.views.values()].filter((view) => localDate(view.viewedAt, 'UTC') >= from);
    return Promise.resolve(
      recountReleases(views)
        .sort((a, b) => b.views - a.views || (a.releaseId < b.releaseId ? -1 : 1))
        .map((release) => release.releaseId)
        .slice(0, limit),
    );
  }

  findViewers(userIds: readonly string[], releaseIds: readonly string[]): Promise<Set<string>> {
    const hasOne = (id: string) => this.viewsOf(id).some((view) => releaseIds.includes(view.releaseId));
    return Promise.resolve(new Set(userIds.filter(hasOne)));
  }

  /** What the experiments keep. */
  addTestData(exposures: readonly KnownExposure[], events: readonly KnownTestEvent[]): Promise<void> {
    this.exposures.push(...exposures);
    this.testEvents.push(...events);
    return Promise.resolve();
  }

  getExposedUserMetrics(
    users: ExposedUsers,
    metric: ExposedUserMetric,
    options: ExposedUserOptions,
  ): Promise<ExposedUserSums> {
    return Promise.resolve(recountExposedUsers(this.factsOf(users), metric, options));
  }

  getExposedUserDays(users: ExposedUsers, metric: ExposedUserMetric): Promise<ExposedArmDay[]> {
    return Promise.resolve(recountExposedDays(this.factsOf(users), metric));
  }

  private factsOf({ testId, until }: ExposedUsers) {
    return {
      until,
      exposures: this.exposures.filter((exposure) => exposure.testId === testId),
      events: this.testEvents.filter((event) => event.testId === testId),
      views: [...this.views.values()],
    };
  }

  private viewsOf(userId: string): ViewEvent[] {
    return [...this.views.values()].filter((view) => view.userId === userId);
  }
}
