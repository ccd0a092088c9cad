import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import { IdempotentWriter } from '../../../../common/database/idempotent-writer';
import { isDatabaseUnavailable } from '../../../../common/database/is-database-unavailable';
import type { ItemOutcome } from '../../../../common/kernel/batch';
import type { CalendarDate } from '../../../../common/kernel/calendar-date';
import { GroupCommit } from '../../../../common/kernel/group-commit';
import {
  AnalysedUser,
  AnalyticsV2Repository,
  Arrivals,
  DailyViews,
  ViewHistory,
} from '../../domain/analytics-v2.repository';
import type {
  ExposedArmDay,
  ExposedUserMetric,
  ExposedUserOptions,
  ExposedUsers,
  ExposedUserSums,
} from '../../domain/experiments/exposed-user-metrics';
import type { CohortActivity } from '../../domain/retention/cohort-activity';
import type { CohortQuery } from '../../domain/retention/cohort-query';
import type { VisitSample } from '../../domain/churn/visit-sample';
import type { ViewEvent } from '../../domain/view-event';
import type { ViewerActivity, ViewerHistory } from '../../domain/viewers/viewer-history';
import { CohortActivityReader } from './cohort-activity-reader';
import { copyViews } from './copy-views';
import { ExposedUserReader } from './exposed-user-reader';
import { insertViews } from './insert-views';
import { ERASE_CHURN_SCORE } from './queries/churn-scores';
import { ERASE_OUTLOOKS, ERASE_PAYMENTS } from './queries/payments';
import { RECENT_ARRIVALS, type RecentArrivalsRow } from './queries/recent-arrivals';
import { FIND_VIEW_TIME } from './queries/record-views';
import {
  CURRENT_RELEASE_VIEWS,
  POPULAR_RELEASES,
  RELEASE_HISTORICAL_VIEWS,
  VIEW_HISTORIES,
  VIEWED_RELEASES,
} from './queries/release-views';
import {
  DROP_EMPTY_CELLS,
  DROP_EMPTY_COHORTS,
  DROP_EMPTY_DAYS,
  ERASE_USER,
  LOCK_USER,
  SAVE_USERS,
} from './queries/user-lifecycle';
import { viewTable } from './view-table';
import { ViewerReader } from './viewer-reader';

/**
 * Writes of views under way at once, and events in one of them; bigger batches come in over COPY. Two keep two cores
 * busy; a third would mostly wait for the counters that the others hold until their commit.
 */
const CONCURRENT_WRITES = 2;
const EVENTS_PER_WRITE = 2_000;

interface ViewHistoryRow {
  release_id: string;
  first_day: string;
  days: string[];
  views: number[];
}

@Injectable()
export class PostgresAnalyticsV2Repository extends AnalyticsV2Repository {
  private readonly views: GroupCommit<ViewEvent, ItemOutcome>;
  private readonly imports: IdempotentWriter<ViewEvent>;
  private readonly cohorts: CohortActivityReader;
  private readonly exposed: ExposedUserReader;
  private readonly viewers: ViewerReader;

  constructor(private readonly database: Database) {
    super();
    const writer = new IdempotentWriter(viewTable(database, (events) => insertViews(database, events)));
    this.imports = new IdempotentWriter(viewTable(database, (events) => copyViews(database, events)));
    this.views = new GroupCommit(
      (events) => writer.write(events),
      CONCURRENT_WRITES,
      EVENTS_PER_WRITE,
      isDatabaseUnavailable,
    );
    this.cohorts = new CohortActivityReader(database);
    this.exposed = new ExposedUserReader(database);
    this.viewers = new ViewerReader(database);
  }

  recordViews(events: readonly ViewEvent[]): Promise<ItemOutcome[]> {
    if (events.length === 0) return Promise.resolve([]);
    return events.length > EVENTS_PER_WRITE ? this.imports.write(events) : this.views.submit(events);
  }

  async getViewTime(eventId: string): Promise<Date | null> {
    const [row] = await this.database.query<{ viewed_at: Date }>(FIND_VIEW_TIME, [eventId]);
    return row?.viewed_at ?? null;
  }

  async saveUsers(users: readonly AnalysedUser[]): Promise<void> {
    if (users.length === 0) return;
    const columns = [
      users.map((user) => user.id),
      users.map((user) => user.analysed),
      users.map((user) => user.registeredAt.getTime()),
    ];
    await this.database.transaction(() => this.database.query(SAVE_USERS, columns));
  }

  async eraseUser(userId: string): Promise<void> {
    await this.database.transaction(async () => {
      const locked = await this.database.query(LOCK_USER, [userId]);
      if (locked.length === 0) return;
      const [empty] = await this.database.query<{ release_ids: string[]; days: string[] }>(ERASE_USER, [
        userId,
      ]);
      await this.database.query(DROP_EMPTY_DAYS, [empty!.release_ids, empty!.days]);
      for (const trace of [ERASE_PAYMENTS, ERASE_OUTLOOKS, ERASE_CHURN_SCORE])
        await this.database.query(trace, [userId]);
      await this.database.query(DROP_EMPTY_CELLS);
      await this.database.query(DROP_EMPTY_COHORTS);
    });
  }

  getCohortActivity(query: CohortQuery, today: CalendarDate): Promise<CohortActivity[]> {
    return this.cohorts.read(query, today);
  }

  async getCurrentReleaseViews(releaseIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ release_id: string; views: number }>(CURRENT_RELEASE_VIEWS, [
      releaseIds,
    ]);
    return new Map(rows.map((row) => [row.release_id, row.views]));
  }

  async getReleaseHistoricalViews(
    releaseId: string,
    from: CalendarDate,
    to: CalendarDate,
  ): Promise<DailyViews[]> {
    const rows = await this.database.query<{ day: string; views: number; watch_seconds: number }>(
      RELEASE_HISTORICAL_VIEWS,
      [releaseId, from, to],
    );
    return rows.map((row) => ({ day: row.day, views: row.views, watchSeconds: row.watch_seconds }));
  }

  async getViewHistories(
    releaseIds: readonly string[],
    from: CalendarDate,
    to: CalendarDate,
  ): Promise<Map<string, ViewHistory>> {
    const rows = await this.database.query<ViewHistoryRow>(VIEW_HISTORIES, [releaseIds, from, to]);
    return new Map(
      rows.map(({ release_id, first_day, days, views }) => [
        release_id,
        { firstDay: first_day, daily: days.map((day, index) => ({ day, views: views[index]! })) },
      ]),
    );
  }

  async listViewedReleases(
    to: CalendarDate,
    after: string | null,
    limit: number,
  ): Promise<{ releaseId: string; firstDay: CalendarDate }[]> {
    const rows = await this.database.query<{ release_id: string; first_day: string }>(VIEWED_RELEASES, [
      to,
      after,
      limit,
    ]);
    return rows.map(({ release_id, first_day }) => ({ releaseId: release_id, firstDay: first_day }));
  }

  getViewerHistory(userId: string, timezone: string, now: Date): Promise<ViewerHistory | null> {
    return this.viewers.history(userId, timezone, now);
  }

  getViewerActivity(userIds: readonly string[], now: Date): Promise<ViewerActivity[]> {
    return this.viewers.activity(userIds, now);
  }

  listViewers(after: string | null, limit: number): Promise<string[]> {
    return this.viewers.list(after, limit);
  }

  sampleVisits(heldOutFrom: number, size: number): Promise<VisitSample[]> {
    return this.viewers.sampleVisits(heldOutFrom, size);
  }

  getWatchedReleases(userIds: readonly string[], limit: number): Promise<Map<string, string[]>> {
    return this.viewers.watchedReleases(userIds, limit);
  }

  async getRecentArrivals(now: Date, minutes: number): Promise<Arrivals[]> {
    const rows = await this.database.queryLong<RecentArrivalsRow>(RECENT_ARRIVALS, [now, minutes]);
    return rows.map((row) => ({
      at: row.at,
      releaseId: row.release_id,
      views: row.views,
      watchSeconds: row.watch_seconds,
      userIds: row.user_ids,
    }));
  }

  async getPopularReleases(from: CalendarDate, limit: number): Promise<string[]> {
    const rows = await this.database.queryLong<{ release_id: string }>(POPULAR_RELEASES, [from, limit]);
    return rows.map((row) => row.release_id);
  }

  findViewers(userIds: readonly string[], releaseIds: readonly string[]): Promise<Set<string>> {
    return this.viewers.viewersOf(userIds, releaseIds);
  }

  getExposedUserMetrics(
    users: ExposedUsers,
    metric: ExposedUserMetric,
    options: ExposedUserOptions,
  ): Promise<ExposedUserSums> {
    return this.exposed.metrics(users, metric, options);
  }

  getExposedUserDays(users: ExposedUsers, metric: ExposedUserMetric): Promise<ExposedArmDay[]> {
    return this.exposed.days(users, metric);
  }
}
