import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { FileStorage } from '../../src/common/kernel/file-storage';
import { Jobs } from '../../src/common/kernel/jobs';
import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { WRITE_EXPORT } from '../../src/modules/reports/application/job-kinds';
import { TidyExports } from '../../src/modules/reports/application/tidy-exports';
import { eventId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { GatedFileStorage } from '../fakes/gated-file-storage';
import { eventually } from '../support/eventually';
import { download, exportEnded, follow, orderExport, PERIOD, readExport } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const ORDER = { report_type: 'views', format: 'csv', ...PERIOD };
const signal = new AbortController().signal;

let database: TestDatabase;
let dataDir: string;
let storage: GatedFileStorage;
/** Runs the jobs. */
let worker: TestApp;
/** Answers requests alone: another process, but for the process. */
let service: TestApp;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-exports-'));
  storage = new GatedFileStorage(join(dataDir, 'reports'));
  const options = { databaseUrl: database.url, settings: { DATA_DIR: dataDir } };
  worker = await startTestApp({
    ...options,
    override: (builder) => builder.overrideProvider(FileStorage).useValue(storage),
  });
  service = await startTestApp(options);
  worker.app.get(JobRunner).start();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
beforeEach(async () => {
  storage.shut = false;
  storage.held = 0;
  await client.query('DELETE FROM exports');
  rmSync(join(dataDir, 'reports'), { recursive: true, force: true });
  const users = [1, 2, 3].map((number) => ({ id: userId(number), registered_at: '2026-01-06T09:00:00Z' }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  await service.app
    .get(AnalyticsV2Repository)
    .recordViews([1, 2, 3].map((number) => aView({ eventId: eventId(number), userId: userId(number) })));
});
afterAll(async () => {
  storage.shut = false;
  await client.end();
  await worker.close();
  await service.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const files = () => {
  try {
    return readdirSync(join(dataDir, 'reports'));
  } catch {
    return [];
  }
};
const tidy = () => service.app.get(TidyExports).execute(signal);

/** Orders an export that is held back in the middle. */
async function startHeld(given: object = {}): Promise<string> {
  storage.shut = true;
  const { body, headers } = await service
    .asAdmin('post', '/analytics/v2/export', { ...ORDER, ...given })
    .expect(202);
  const { export_id, status_url } = body as { export_id: string; status_url: string };
  expect(status_url).toBe(`/api/v1/analytics/v2/exports/${export_id}`);
  expect(headers.location).toBe(status_url);
  await eventually(5_000, () => expect(storage.held).toBeGreaterThan(0));
  return export_id;
}

describe('an export that takes longer', () => {
  it('is answered with where to look, and is there some time later', async () => {
    const id = await startHeld();
    expect(await readExport(service, id)).toMatchObject({
      state: 'running',
      download_url: null,
      row_count: null,
      snapshot_at: '2026-03-01T12:00:00Z',
    });
    storage.shut = false;
    const ready = await exportEnded(service, id);
    expect((await download(service, ready)).length).toBe(ready.file_size_bytes);
    expect(files()).toEqual([`${id}-1.csv`]);
  });

  it('is cancelled from another process, and leaves nothing behind', async () => {
    const id = await startHeld();
    await service.asAdmin('delete', `/analytics/v2/exports/${id}`).expect(204);
    expect(await readExport(service, id)).toMatchObject({ state: 'cancelled', download_url: null });
    await eventually(5_000, () => expect(files()).toEqual([]));
    await service.asAdmin('delete', `/analytics/v2/exports/${id}`).expect(204);
    await service.asAdmin('get', `/analytics/v2/exports/${id}`).expect(404);
    await service.asAdmin('delete', `/analytics/v2/exports/${id}`).expect(404);
  });

  it('is removed with its file once it is ready', async () => {
    const ready = await orderExport(service, {});
    await service.asAdmin('delete', `/analytics/v2/exports/${ready.export_id}`).expect(204);
    expect(files()).toEqual([]);
    await follow(service, ready.download_url).expect(404);
  });

  it('is tried again after a failure, and says why it failed in the end', async () => {
    storage.failures = 1;
    expect(await orderExport(service, {})).toMatchObject({ state: 'ready' });
    expect(files()).toHaveLength(1);
    storage.failures = WRITE_EXPORT.attempts;
    const failed = await orderExport(service, {});
    expect(failed).toMatchObject({
      state: 'failed',
      failure: { code: 'export.broken_off', message: expect.stringContaining('failed several times') },
      download_url: null,
    });
    const { body } = await service
      .asAdmin('get', `/analytics/v2/exports/${failed.export_id}`)
      .set('Accept-Language', 'ru');
    expect((body as { failure: { message: string } }).failure.message).toContain('не удалось');
    expect(files()).toHaveLength(1);
  });

  it('goes on when its job is taken over while the first process still lives', async () => {
    const id = await startHeld();
    // As the look for dead processes would do it.
    await worker.app.get(Jobs).enqueue(WRITE_EXPORT, { exportId: id });
    await eventually(5_000, () => expect(storage.held).toBe(2));
    storage.shut = false;
    expect(await exportEnded(service, id)).toMatchObject({ state: 'ready', row_count: 3 });
    await eventually(5_000, () => expect(files()).toEqual([`${id}-2.csv`]));
  });
});

describe('the list of exports', () => {
  it('comes in pages, the newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.unshift((await orderExport(service, {})).export_id);
    const page = async (query: string) =>
      (await service.asAdmin('get', `/analytics/v2/exports?limit=2${query}`).expect(200)).body as {
        items: { export_id: string }[];
        next_cursor: string | null;
      };
    const first = await page('');
    const second = await page(`&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ export_id }) => export_id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
    await service.asAdmin('get', '/analytics/v2/exports?cursor=e30').expect(400);
  });
});

describe('tidying', () => {
  it('removes what has expired, file and row', async () => {
    const ready = await orderExport(service, {});
    service.clock.set('2026-03-02T11:59:59Z');
    await tidy();
    expect(files()).toHaveLength(1);
    service.clock.set('2026-03-02T12:00:00Z');
    await tidy();
    expect(files()).toEqual([]);
    await service.asAdmin('get', `/analytics/v2/exports/${ready.export_id}`).expect(404);
    service.clock.set('2026-03-01T12:00:00Z');
  });

  it('removes files of nobody and of earlier attempts, and nothing else', async () => {
    const ready = await orderExport(service, {});
    const held = await startHeld();
    const folder = join(dataDir, 'reports');
    for (const name of [`${userId(9)}-1.csv`, `${userId(9)}-2.xlsx~`, `${ready.export_id}-7.csv~`])
      writeFileSync(join(folder, name), 'left behind');
    writeFileSync(join(folder, 'notes.txt'), 'somebody else’s');
    await tidy();
    expect(files().sort()).toEqual([`${held}-1.csv~`, `${ready.export_id}-1.csv`, 'notes.txt'].sort());
    rmSync(join(folder, 'notes.txt'));
    storage.shut = false;
    await exportEnded(service, held);
  });

  it('gives an export whose job was lost a new one', async () => {
    const { export_id } = await orderExport(service, {});
    await client.query(
      `UPDATE exports SET state = 'waiting', sha256 = NULL, created_at = '2026-03-01T11:54:00Z' WHERE id = $1`,
      [export_id],
    );
    await tidy();
    expect(await exportEnded(service, export_id)).toMatchObject({ state: 'ready' });
  });
});

describe('an erasure', () => {
  const erase = (number: number) => service.asAdmin('delete', `/users/${userId(number)}`).expect(204);

  it('withdraws finished exports that may hold the person, and their files', async () => {
    const views = await orderExport(service, {});
    const users = await orderExport(service, { report_type: 'users' });
    const cohorts = await orderExport(service, { report_type: 'cohorts' });
    await erase(1);
    for (const gone of [views, users]) {
      await follow(service, gone.download_url).expect(404);
      await service.asAdmin('get', `/analytics/v2/exports/${gone.export_id}`).expect(404);
    }
    // The job that follows the erasure.
    await eventually(5_000, () => expect(files()).toEqual([`${cohorts.export_id}-1.csv`]));
    await follow(service, cohorts.download_url).expect(200);
  });

  it('lets an export under way begin anew, without the person', async () => {
    const id = await startHeld();
    await erase(2);
    storage.shut = false;
    const ready = await exportEnded(service, id);
    const csv = (await download(service, ready)).toString();
    expect(ready.row_count).toBe(2);
    expect(csv).not.toContain(userId(2));
    expect(csv).toContain(userId(1));
    expect(files()).toEqual([`${id}-2.csv`]);
  });
});
