import {
  assertSchemaCompatibility,
  DEFAULT_SCHEMA,
  LATEST_SCHEMA_VERSION,
  type PgPoolClient,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq';

/** BullMQ's own tables and functions live in a schema of their own, apart from those of our migrations. */
export const JOB_SCHEMA = DEFAULT_SCHEMA;

/** Makes BullMQ's tables, or brings them up to date: in one transaction of its own, behind a lock of its own. */
export async function migrateJobTables(client: PgPoolClient): Promise<void> {
  if ((await installedVersion(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, JOB_SCHEMA);
}

async function installedVersion(client: PgPoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, JOB_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}
