import { NestFactory } from '@nestjs/core';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module';
import { readSettings } from '../../src/common/config/settings';
import { KnownReleases } from '../../src/modules/catalogue';
import { ImportDataset, openDemoSource } from '../../src/modules/importer';
import type { World } from '../load/requests';
import type { PostgresServer } from '../support/postgres';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Monday 1970-01-05. */
const FIRST_MONDAY = 4 * DAY_MS;
/** Whole weeks that the demo shows. */
const WEEKS = 26;

export interface DemoWorld extends Omit<World, 'testId'> {
  readonly views: number;
  readonly databaseUrl: string;
}

/** Fills the database with the demo up to now, and tells who and what is in it. */
export async function loadDemo(
  server: PostgresServer,
  database: string,
  usersInLaunchWeek: number,
): Promise<DemoWorld> {
  const url = server.urlOf(database);
  const folder = await mkdtemp(join(tmpdir(), 'kinoscope-soak-demo-'));
  const settings = readSettings({
    NODE_ENV: 'production',
    DATABASE_URL: url,
    DATA_DIR: folder,
    JWT_SECRET: randomBytes(32).toString('hex'),
  });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(settings), { logger: ['error'] });
  const now = new Date();
  try {
    const source = await openDemoSource(app.get(KnownReleases), { now, usersInLaunchWeek });
    const nothing = () => undefined;
    const { views } = await app.get(ImportDataset).execute(source, { progress: nothing, reject: nothing });
    await server.run(database, 'VACUUM (ANALYZE)');
    const until = now.getTime() - ((now.getTime() - FIRST_MONDAY) % WEEK_MS);
    return {
      views: views.added,
      databaseUrl: url,
      users: await idsOf(server, database, 'SELECT user_id AS id FROM user_activity ORDER BY views DESC'),
      releases: await idsOf(
        server,
        database,
        'SELECT release_id AS id FROM release_daily GROUP BY release_id ORDER BY sum(views) DESC',
      ),
      from: new Date(until - WEEKS * WEEK_MS),
      until: new Date(until),
    };
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function idsOf(server: PostgresServer, database: string, text: string): Promise<string[]> {
  return (await server.run(database, text)).map(({ id }) => String(id));
}
