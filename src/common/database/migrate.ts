import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type Migration, MigrationExecutor, type QueryRunner } from 'typeorm';
import { migrateJobTables } from '../jobs/job-tables';

/** Any constant: two replicas that start together migrate one after the other. */
export const MIGRATION_LOCK = 4_201_867;
const LOCK_POLL_MS = 200;

/** All who come after a migration that waits for a table wait with it, so it gives up soon and lets them pass. */
const LOCK_TIMEOUT_MS = 1_000;
/** From one attempt to the next, doubled each time up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** After that the start fails, and whoever watches over the process starts it again. */
const PATIENCE_MS = 600_000;

/** lock_not_available, deadlock_detected */
const NO_LOCK = new Set(['55P03', '40P01']);

const logger = new Logger('Migrations');

/** Brings the schema up to date. Returns the names of the migrations that ran. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    // What requests may take is too little for an index over all views.
    await runner.query('SET statement_timeout = 0');
    await takeMigrationLock(runner);
    const executor = new MigrationExecutor(dataSource, runner);
    const pending = await executor.getPendingMigrations();
    for (const migration of pending) await apply(executor, runner, migration);
    const client = (await runner.connect()) as PoolClient;
    await waitBriefly(runner);
    await patiently('BullMQ', () => migrateJobTables(client));
    return pending.map(({ name }) => name);
  } finally {
    // The connection goes back to the pool; a broken one has given its lock back by itself.
    await runner
      .query('SELECT pg_advisory_unlock_all(); RESET statement_timeout; RESET lock_timeout')
      .catch(() => undefined);
    await runner.release();
  }
}

/**
 * Asks again and again rather than waiting inside PostgreSQL: a statement that waits has a snapshot, and
 * `CREATE INDEX CONCURRENTLY` of the process that migrates would wait for its end in turn.
 */
async function takeMigrationLock(runner: QueryRunner): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [{ taken }] = (await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [
      MIGRATION_LOCK,
    ])) as [{ taken: boolean }];
    if (taken) return;
    if (attempt === 1) logger.log('Another process migrates; this one waits');
    await delay(LOCK_POLL_MS);
  }
}

async function apply(executor: MigrationExecutor, runner: QueryRunner, migration: Migration): Promise<void> {
  // Outside of a transaction are statements that run CONCURRENTLY: they wait long, and nobody waits for them.
  if (migration.instance?.transaction === false) {
    await runner.query('SET lock_timeout = 0');
    await executor.executeMigration(migration);
    return;
  }
  await waitBriefly(runner);
  await patiently(migration.name, async () => {
    await runner.startTransaction();
    try {
      await executor.executeMigration(migration);
      await runner.commitTransaction();
    } catch (error) {
      // What made it fail says more than that a broken connection cannot roll back.
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  });
}

async function waitBriefly(runner: QueryRunner): Promise<void> {
  await runner.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
}

/** Runs `work`, a whole transaction, again and again until it gets its locks. */
async function patiently(name: string, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const out = performance.now() - began + pause > PATIENCE_MS;
      if (out || !NO_LOCK.has((error as { code?: string }).code ?? '')) throw error;
      logger.warn(`${name} found its tables in use; once more in ${pause / 1_000} s`);
    }
    await delay(pause);
  }
}
