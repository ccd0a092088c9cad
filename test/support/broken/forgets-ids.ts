import { randomUUID } from 'node:crypto';
import { PostgresAnalyticsV2Repository } from '../../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';

/** A service that is broken on purpose: it takes each repetition for another view. */
const { recordViews } = PostgresAnalyticsV2Repository.prototype;
PostgresAnalyticsV2Repository.prototype.recordViews = function (events) {
  return recordViews.call(
    this,
    events.map((event) => ({ ...event, eventId: randomUUID() })),
  );
};
