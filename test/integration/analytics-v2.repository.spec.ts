import { analyticsV2RepositoryContract } from '../contracts/analytics-v2.repository.contract';
import { InMemoryAnalyticsV2Repository } from '../fakes/in-memory-analytics-v2.repository';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

describe('AnalyticsV2Repository in memory', () => {
  analyticsV2RepositoryContract(() => Promise.resolve(new InMemoryAnalyticsV2Repository()));
});

describe('AnalyticsV2Repository on PostgreSQL', () => {
  let postgres: PostgresAnalytics;
  beforeAll(async () => (postgres = await openPostgresAnalytics()));
  afterAll(() => postgres.close());

  analyticsV2RepositoryContract(async () => {
    await postgres.clear();
    return postgres.repository;
  });
});
