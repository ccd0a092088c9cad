import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Database } from '../../src/common/database/database';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { PostgresAnalyticsV2Repository } from '../../src/modules/analytics/infrastructure/postgres/postgres-analytics-v2.repository';
import { createTestDatabase } from './test-database';

export interface PostgresAnalytics {
  readonly repository: PostgresAnalyticsV2Repository;
  readonly database: Database;
  readonly client: Client;
  readonly url: string;
  /** Empties the tables of the facts. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The PostgreSQL adapter alone, on a database of its own. */
export async function openPostgresAnalytics(): Promise<PostgresAnalytics> {
  const testDatabase = await createTestDatabase();
  const dataSource = await new DataSource(dataSourceOptions(testDatabase.url)).initialize();
  const database = new Database(dataSource);
  const client = new Client({ connectionString: testDatabase.url, options: '-c timezone=UTC' });
  await client.connect();
  return {
    repository: new PostgresAnalyticsV2Repository(database),
    database,
    client,
    url: testDatabase.url,
    clear: async () => {
      await client.query(
        `TRUNCATE view_events, user_activity, retention_cohorts, retention_cells, release_daily, cohort_calendars,
                  cohort_calendar_users, cohort_calendar_days, cohort_calendar_cells, cohort_calendar_changes`,
      );
    },
    close: async () => {
      await client.end();
      await database.onApplicationShutdown();
      await dataSource.destroy();
      await testDatabase.drop();
    },
  };
}
