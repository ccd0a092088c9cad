import type { Database } from '../../../../common/database/database';
import type { VisitSample } from '../../domain/churn/visit-sample';
import type { ViewerActivity, ViewerHistory } from '../../domain/viewers/viewer-history';
import { knownTimeZone } from './known-time-zone';
import {
  FIND_VIEWERS,
  LIST_VIEWERS,
  SAMPLE_VISITS,
  VIEWER_ACTIVITY,
  VIEWER_HISTORY,
  type ViewerActivityRow,
  type ViewerHistoryRow,
  type VisitSampleRow,
  WATCHED_RELEASES,
} from './queries/viewer-activity';

/** Reads what single viewers have done from their own rows. */
export class ViewerReader {
  constructor(private readonly database: Database) {}

  async history(userId: string, timezone: string, now: Date): Promise<ViewerHistory | null> {
    const [row] = await knownTimeZone(() =>
      this.database.query<ViewerHistoryRow>(VIEWER_HISTORY, [now, userId, timezone]),
    );
    if (!row) return null;
    const viewsByHour = new Array<number>(24).fill(0);
    row.hours.forEach((hour, index) => (viewsByHour[hour] = row.hour_views[index]!));
    return {
      ...toActivity(row),
      watchedSeconds: row.watched_seconds,
      viewsByHour,
      releases: row.release_ids.map((releaseId, index) => ({ releaseId, views: row.release_views[index]! })),
    };
  }

  async activity(userIds: readonly string[], now: Date): Promise<ViewerActivity[]> {
    const rows = await this.database.queryLong<ViewerActivityRow>(VIEWER_ACTIVITY, [now, userIds]);
    return rows.map(toActivity);
  }

  async viewersOf(userIds: readonly string[], releaseIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ user_id: string }>(FIND_VIEWERS, [userIds, releaseIds]);
    return new Set(rows.map((row) => row.user_id));
  }

  async list(after: string | null, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ user_id: string }>(LIST_VIEWERS, [after, limit]);
    return rows.map((row) => row.user_id);
  }

  async sampleVisits(heldOutFrom: number, size: number): Promise<VisitSample[]> {
    const rows = await this.database.queryLong<VisitSampleRow>(SAMPLE_VISITS, [heldOutFrom, size]);
    return rows.map((row) => ({
      firstDay: row.first_day,
      days: row.days,
      lastDay: row.last_day,
      earlierDays: row.earlier_days,
      earlierLastDay: row.earlier_last_day,
    }));
  }

  async watchedReleases(userIds: readonly string[], limit: number): Promise<Map<string, string[]>> {
    const rows = await this.database.queryLong<{ user_id: string; release_ids: string[] }>(WATCHED_RELEASES, [
      userIds,
      limit,
    ]);
    return new Map(rows.map((row) => [row.user_id, row.release_ids]));
  }
}

function toActivity(row: ViewerActivityRow): ViewerActivity {
  return {
    userId: row.user_id,
    registeredAt: row.registered_at,
    views: row.views,
    lastViewedAt: row.last_viewed_at,
    completion: row.completion,
    activeDays:
      row.first_day === null || row.last_day === null
        ? null
        : { days: row.active_days, first: row.first_day, last: row.last_day },
    recent: {
      views30: row.views_30,
      previousViews30: row.previous_views_30,
      completion30: row.completion_30,
      activeDays28: row.active_days_28,
    },
  };
}
