import type { AnalyticsV2Repository } from '../../src/modules/analytics/domain/analytics-v2.repository';
import { analyticsV2RepositoryContract } from '../contracts/analytics-v2.repository.contract';
import { recentArrivalsContract } from '../contracts/recent-arrivals.contract';
import { viewersContract } from '../contracts/viewers.contract';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

function contracts(open: () => Promise<AnalyticsV2Repository>): void {
  describe('facts and cohorts', () => {
    analyticsV2RepositoryContract(open);
  });
  describe('viewers', () => {
    viewersContract(open);
  });
  describe('recent arrivals', () => {
    recentArrivalsContract(open);
  });
}

describe('AnalyticsV2Repository in memory', () => {
  contracts(() => Promise.resolve(new InMemoryAnalyticsV2Repository()));
});

describe('AnalyticsV2Repository on PostgreSQL', () => {
  let postgres: PostgresAnalytics;
  beforeAll(async () => (postgres = await openPostgresAnalytics()));
  afterAll(() => postgres.close());

  contracts(async () => {
    await postgres.clear();
    return postgres.repository;
  });
});
