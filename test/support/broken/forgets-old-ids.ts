import { randomUUID } from 'node:crypto';
import { PostgresAnalyticsV2Repository } from '../../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';

const WEEK_MS = 7 * 86_400_000;
/** How far eight-days-later.ts has put the clock forward: all ids were sent before. */
const ahead = Date.now() - (performance.timeOrigin + performance.now());

/** A service that is broken on purpose: it knows an id for a week, as one does that keeps them in a cache. */
const { recordViews } = PostgresAnalyticsV2Repository.prototype;
PostgresAnalyticsV2Repository.prototype.recordViews = function (events) {
  const given = ahead < WEEK_MS ? events : events.map((event) => ({ ...event, eventId: randomUUID() }));
  return recordViews.call(this, given);
};
