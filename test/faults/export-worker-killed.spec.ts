import ExcelJS from 'exceljs';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { userId } from '../factories/ids';
import { eventually } from '../support/eventually';
import { type ExportState, PERIOD, readExport } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';
import { verdictOn } from '../support/verdicts/verdict';
import { WorkerProcess } from '../support/worker-process';

jest.setTimeout(240_000);

const VIEWS = 150_000;
const START_MS = 60_000;
const DONE_MS = 120_000;
/** A file that has grown so far is in the middle of being written. */
const BEGUN_BYTES = 300_000;

/** The facts alone: nothing here reads the rollups. */
const FILL = `
  INSERT INTO view_events
  SELECT gen_random_uuid(), '${userId(1)}', gen_random_uuid(), timestamptz '2026-01-05Z' + number * interval '15 s', 60, 0.5
  FROM generate_series(1, ${VIEWS}) AS number`;

let service: TestApp;
let client: Client;
beforeAll(async () => {
  service = await startTestApp({ settings: { JOBS: 'external' }, now: 'running' });
  client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  await client.query(FILL);
});
afterEach(() => WorkerProcess.killAll());
afterAll(async () => {
  await client.end();
  await service.close();
});

const folder = () => join(service.dataDir, 'reports');
const files = () => {
  try {
    return readdirSync(folder());
  } catch {
    return [];
  }
};
const startWorker = () =>
  WorkerProcess.start(service.databaseUrl, 'src/worker.ts', { DATA_DIR: service.dataDir });

describe('an export', () => {
  it.each(['xlsx', 'csv'])('as %s is one whole file after its worker was killed twice', async (format) => {
    const measured = verdictOn('exportWorker');
    const { body } = await service
      .asAdmin('post', '/analytics/v2/export', {
        report_type: 'views',
        format,
        ...PERIOD,
        end_date: '2026-03-01T00:00:00Z',
      })
      .expect(202);
    const { export_id } = body as ExportState;
    const began = performance.now();
    for (const attempt of [1, 2]) {
      const worker = startWorker();
      const partial = join(folder(), `${export_id}-${attempt}.${format}~`);
      await eventually(START_MS, () => expect(statSync(partial).size).toBeGreaterThan(BEGUN_BYTES));
      await worker.end('SIGKILL');
      expect(files()).toContain(`${export_id}-${attempt}.${format}~`);
    }
    const killed = performance.now();
    startWorker();
    let ready: ExportState | undefined;
    await eventually(DONE_MS, async () => {
      ready = await readExport(service, export_id);
      expect(ready.state).toBe('ready');
    });
    const seconds = (from: number) => ((performance.now() - from) / 1_000).toFixed(0);
    const left = files().filter((name) => name.startsWith(export_id));
    measured(
      `${format}: files left: ${left.length}, whole ${seconds(killed)} s after the second kill, ` +
        `${seconds(began)} s after the order`,
    );

    expect(left).toEqual([`${export_id}-3.${format}`]);
    const bytes = readFileSync(join(folder(), `${export_id}-3.${format}`));
    expect(ready).toMatchObject({
      row_count: VIEWS,
      file_size_bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(await rowsIn(bytes, format)).toBe(VIEWS);
    await service.asAdmin('delete', `/analytics/v2/exports/${export_id}`).expect(204);
    expect(files()).toEqual([]);
  });
});

/** Without the header. */
async function rowsIn(bytes: Buffer, format: string): Promise<number> {
  if (format === 'csv') return bytes.toString('latin1').split('\r\n').length - 2;
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return workbook.worksheets[0]!.rowCount - 1;
}
