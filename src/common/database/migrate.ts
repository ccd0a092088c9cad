import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { migrateJobTables } from '../jobs/job-tables';

/** Any constant: two replicas that start together migrate one after the other. */
const MIGRATION_LOCK = 4_201_867;

/** Brings the schema up to date. Returns the names of the migrations that ran. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await dataSource.runMigrations();
    await migrateJobTables((await lock.connect()) as PoolClient);
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
  }
}
