import { setTimeout as delay } from 'node:timers/promises';
import { PostgresAnalyticsV2Repository } from '../../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';

/** A service that is broken on purpose: it says "accepted" and stores a little later. A check that finds nothing is worth nothing. */
const { recordViews } = PostgresAnalyticsV2Repository.prototype;
PostgresAnalyticsV2Repository.prototype.recordViews = function (events) {
  void delay(200)
    .then(() => recordViews.call(this, events))
    .catch(() => undefined);
  return Promise.resolve(events.map(() => 'accepted'));
};
