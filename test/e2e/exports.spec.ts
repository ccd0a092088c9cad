import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { ExperimentResults } from '../../src/modules/reports/domain/experiment-results';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { KnownExperiment, TEST_ID } from '../fakes/known-experiment';
import { download, type ExportState, follow, orderExport, PERIOD } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';

const TITLES = [
  'Plain',
  '=cmd|calc',
  '+1',
  '-2',
  '@SUM(A1)',
  '\tTab',
  '\rReturn',
  '\uFF1Dwide',
  'Comma, "quote" and\nline feed',
  'Мультфильм',
  "'kept",
  'control \u0001 and _x0041_',
];
const USERS = 6;

const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

let service: TestApp;
let client: Client;
beforeAll(async () => {
  service = await startTestApp({
    override: (builder) => builder.overrideProvider(ExperimentResults).useClass(KnownExperiment),
  });
  service.app.get(JobRunner).start();
  client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  const users = Array.from({ length: USERS }, (_, index) => ({
    id: userId(index + 1),
    registered_at: `2026-01-${String(5 + 2 * index).padStart(2, '0')}T09:00:00Z`,
  }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  const releases = TITLES.map((title, index) => ({ id: releaseId(index + 1), title, genres: ['Drama'] }));
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
  await service.app.get(AnalyticsV2Repository).recordViews([
    ...Array.from({ length: 600 }, (_, index) =>
      aView({
        userId: userId(1 + (index % USERS)),
        releaseId: releaseId(1 + (index % TITLES.length)),
        viewedAt: new Date(Date.UTC(2026, 0, 5) + index * 3_987_654).toISOString(),
        watchSeconds: (index * 37) % 7_200,
        completion: index % 3 === 0 ? null : (index % 101) / 100,
      }),
    ),
    aView({ releaseId: releaseId(404), viewedAt: '2026-01-20T00:00:00Z' }),
    // The last instant of the period, and the first one after it.
    aView({ viewedAt: '2026-02-01T23:59:59.999Z' }),
    aView({ viewedAt: '2026-02-02T00:00:00Z' }),
  ]);
});
afterAll(async () => {
  await client.end();
  await service.close();
});

interface ViewRow {
  event_id: string;
  viewed_at: Date;
  user_id: string;
  release_id: string;
  title: string | null;
  watch_seconds: number;
  completion: number | null;
}

async function storedViews(): Promise<ViewRow[]> {
  const { rows } = await client.query<ViewRow>(
    `SELECT view_events.*, title FROM view_events LEFT JOIN releases ON id = release_id
     WHERE viewed_at >= '2026-01-05Z' AND viewed_at < '2026-02-02Z' ORDER BY viewed_at, event_id`,
  );
  return rows;
}

/** A text of the file as it was before it was made harmless. */
const original = (text: string) => (/^'[-=+@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? text.slice(1) : text);

/** Excel's way to write what XML cannot hold, which exceljs leaves to the reader. */
const decoded = (text: string) =>
  text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

const rowsOf = (csv: Buffer): string[][] => parse(csv, { bom: true });

async function open(xlsx: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(xlsx as unknown as ArrayBuffer);
  return workbook;
}

describe('a CSV of views', () => {
  it('holds exactly what the database does', async () => {
    const ready = await orderExport(service, {});
    const csv = await download(service, ready);
    const [header, ...rows] = rowsOf(csv);
    expect(header).toEqual([
      'event_id',
      'viewed_at',
      'user_id',
      'release_id',
      'release_title',
      'watch_seconds',
      'completion',
    ]);
    const stored = await storedViews();
    expect(stored.length).toBeGreaterThan(590);
    expect(
      rows.map(([event_id, viewed_at, user_id, release_id, title, watch_seconds, completion]) => ({
        event_id,
        viewed_at: new Date(viewed_at!),
        user_id,
        release_id,
        title: title === '' ? null : original(title!),
        watch_seconds: Number(watch_seconds),
        completion: completion === '' ? null : Number(completion),
      })),
    ).toEqual(stored);
    expect(ready).toMatchObject({
      state: 'ready',
      progress: 100,
      row_count: stored.length,
      file_size_bytes: csv.length,
      sha256: hash(csv),
      data_sha256: hash(csv),
      snapshot_at: '2026-03-01T12:00:00Z',
      failure: null,
    });
  });

  it('ends its lines as RFC 4180 says, but keeps those of a cell', async () => {
    const csv = (await download(service, await orderExport(service, {}))).toString();
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv).toContain('"Comma, ""quote"" and\nline feed"');
    const outside = csv.replace(/"(?:[^"]|"")*"/g, '');
    expect(outside.match(/(?<!\r)\n/g)).toBeNull();
  });

  it('has no cell that a spreadsheet would compute, and begins with a mark where one is asked for', async () => {
    const marked = await orderExport(service, { bom: true });
    const csv = await download(service, marked);
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(hash(csv.subarray(3))).toBe(marked.data_sha256);
    const texts = rowsOf(csv).map((row) => row[4]!);
    expect(texts.filter((text) => /^[-=+@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text))).toEqual([]);
    expect(texts).toEqual(expect.arrayContaining(["'=cmd|calc", "'-2", "'\tTab", "'\rReturn", "'kept"]));
  });

  it('is complete without a row', async () => {
    const empty = await orderExport(service, {
      start_date: '2020-01-01T00:00:00Z',
      end_date: '2020-01-02T00:00:00Z',
    });
    expect(empty).toMatchObject({ state: 'ready', row_count: 0 });
    expect(rowsOf(await download(service, empty))).toHaveLength(1);
  });
});

describe('a workbook of views', () => {
  let workbook: ExcelJS.Workbook;
  let ready: ExportState;
  beforeAll(async () => {
    ready = await orderExport(service, { format: 'xlsx' });
    workbook = await open(await download(service, ready));
  });

  it('holds exactly what the database does, as dates, numbers and text', async () => {
    const [sheet] = workbook.worksheets;
    const rows: unknown[] = [];
    sheet!.eachRow((row, number) => {
      if (number === 1) return;
      const [event_id, viewed_at, user_id, release_id, title, watch_seconds, completion] = Array.from(
        { length: 7 },
        (_, index) => row.getCell(index + 1).value,
      );
      const text = title as string | null;
      rows.push({
        event_id,
        viewed_at,
        user_id,
        release_id,
        title: text && original(decoded(text)),
        watch_seconds,
        completion,
      });
    });
    expect(rows).toEqual(await storedViews());
    const second = sheet!.getRow(2);
    expect([second.getCell(2).numFmt, second.getCell(6).numFmt]).toEqual(['yyyy-mm-dd hh:mm:ss', '#,##0']);
    expect(sheet!.getRow(3).getCell(7).numFmt).toBe('0.0%');
  });

  it('holds no formula', () => {
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
          if (cell.type === ExcelJS.ValueType.String) expect(cell.text).not.toMatch(/^[-=+@\t\r]/);
        }),
      ),
    );
  });

  it('has a frozen header, filters, and a second sheet that says what it is', () => {
    const [data, about] = workbook.worksheets;
    expect(data!.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(data!.autoFilter).toBe(`A1:G${ready.row_count + 1}`);
    expect(data!.getColumn(1).width).toBeGreaterThan(30);
    const lines = new Map<string, unknown>();
    about!.eachRow((row) => lines.set(row.getCell(1).text, row.getCell(2).value));
    expect(Object.fromEntries(lines)).toMatchObject({
      'From (UTC)': new Date('2026-01-05T00:00:00Z'),
      'To, inclusive (UTC)': new Date('2026-02-01T23:59:59Z'),
      'Data as of (UTC)': new Date('2026-03-01T12:00:00Z'),
      Rows: ready.row_count,
      'SHA-256 of the data': ready.data_sha256,
    });
    expect(ready.data_sha256).not.toBe(ready.sha256);
  });
});

describe.each(['views', 'cohorts', 'popularity', 'users', 'ab_test'])('a report of %s', (report_type) => {
  const given = { report_type, ...(report_type === 'ab_test' && { ab_test_id: TEST_ID }) };

  it.each(['en', 'ru'])('is the same data in all formats, in %s', async (locale) => {
    const csv = await orderExport(service, { ...given, locale });
    const xlsx = await orderExport(service, { ...given, locale, format: 'xlsx' });
    const pdf = await orderExport(service, { ...given, locale, format: 'pdf' });
    expect(csv.row_count).toBeGreaterThan(0);
    expect([xlsx.row_count, pdf.row_count]).toEqual([csv.row_count, csv.row_count]);
    expect([xlsx.data_sha256, pdf.data_sha256]).toEqual([csv.sha256, csv.sha256]);

    const rows = rowsOf(await download(service, csv));
    expect(rows).toHaveLength(csv.row_count + 1);
    const [sheet] = (await open(await download(service, xlsx))).worksheets;
    expect(sheet!.rowCount).toBe(rows.length);
    expect(/[а-яё]/i.test(sheet!.getRow(1).getCell(1).text)).toBe(locale === 'ru');
    const document = await download(service, pdf);
    expect(document.subarray(0, 5).toString()).toBe('%PDF-');
    expect(document.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true);
    expect(pdf.sha256).toBe(hash(document));
  });
});

describe('figures', () => {
  it('of cohorts are those of the API', async () => {
    const [, ...rows] = rowsOf(
      await download(service, await orderExport(service, { report_type: 'cohorts' })),
    );
    const { body } = await service
      .asAdmin('post', '/analytics/v2/cohorts', { ...PERIOD, cohort_type: 'registration', weeks: 12 })
      .expect(200);
    const { cohorts } = body as {
      cohorts: {
        cohort_period: string;
        retention: { week: number; active_users: number | null; rate: number | null }[];
      }[];
    };
    const expected = cohorts.flatMap(({ cohort_period, retention }) =>
      retention.map(({ week, active_users, rate }) => [cohort_period, week, active_users, rate]),
    );
    const number = (text: string | undefined) => (text === '' ? null : Number(text));
    expect(rows.map((row) => [row[0], Number(row[3]), number(row[5]), number(row[6])])).toEqual(expected);
  });

  it('of viewers are those of the period, watch time without overlaps', async () => {
    const [, ...rows] = rowsOf(await download(service, await orderExport(service, { report_type: 'users' })));
    expect(rows.map(([id]) => id)).toEqual(Array.from({ length: USERS }, (_, index) => userId(index + 1)));
    const views = (await storedViews()).filter(({ user_id }) => user_id === userId(1));
    expect(Number(rows[0]![2])).toBe(views.length);
    let end = 0;
    const watched = views.reduce((sum, { viewed_at, watch_seconds }) => {
      const [from, to] = [viewed_at.getTime(), viewed_at.getTime() + watch_seconds * 1_000];
      const added = Math.max(0, to - Math.max(from, end));
      end = Math.max(end, to);
      return sum + added;
    }, 0);
    expect(Number(rows[0]![3])).toBeCloseTo(watched / 60_000, 1);
  });

  it('of releases hold each one with views', async () => {
    const [, ...rows] = rowsOf(
      await download(service, await orderExport(service, { report_type: 'popularity' })),
    );
    const views = await storedViews();
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(views.length);
    expect(rows).toHaveLength(new Set(views.map(({ release_id }) => release_id)).size);
  });
});

describe('an order', () => {
  const refused = async (body: object) => {
    const answer = await service.asAdmin('post', '/analytics/v2/export', {
      report_type: 'views',
      format: 'csv',
      ...PERIOD,
      ...body,
    });
    const { code, errors } = answer.body as { code: string; errors?: { field: string; code: string }[] };
    return { status: answer.status, code: errors?.[0]?.code ?? code, field: errors?.[0]?.field };
  };

  it.each([
    [{ report_type: 'payments' }, 400, 'validation.isIn', 'report_type'],
    [{ format: 'docx' }, 400, 'validation.isIn', 'format'],
    [{ start_date: '2026-02-30T00:00:00Z' }, 400, 'validation.isInstant', 'start_date'],
    [{ end_date: '2026-01-04T23:59:59Z' }, 400, 'validation.rangeOrder', 'end_date'],
    [{ report_type: 'ab_test' }, 400, 'validation.abTestOnly', 'ab_test_id'],
    [{ ab_test_id: TEST_ID }, 400, 'validation.abTestOnly', 'ab_test_id'],
    [{ report_type: 'ab_test', ab_test_id: userId(404) }, 404, 'ab_test.not_found', undefined],
    [{ notify_email: 'nobody' }, 400, 'validation.isEmail', 'notify_email'],
    [{ notify_email: 'anna@example.org' }, 400, 'validation.mailOff', 'notify_email'],
    [{ locale: 'de' }, 400, 'validation.isIn', 'locale'],
  ])('%j is refused', async (body, status, code, field) => {
    expect(await refused(body)).toEqual({ status, code, field });
  });

  it('is written down, as it may read many people', async () => {
    const written = async () =>
      (await client.query(`SELECT FROM audit_log WHERE action = 'export.order' AND subject IS NULL`))
        .rowCount!;
    const before = await written();
    await orderExport(service, { report_type: 'users' });
    expect(await written()).toBe(before + 1);
  });

  it('is answered with a link that opens the file to anybody', async () => {
    const { body } = await service
      .asAdmin('post', '/analytics/v2/export', { report_type: 'cohorts', format: 'csv', ...PERIOD })
      .expect(200);
    const ready = body as ExportState;
    expect(Object.keys(ready).sort()).toEqual(
      ['download_url', 'expires_at', 'export_id', 'file_size_bytes', 'row_count', 'sha256'].sort(),
    );
    expect(ready.expires_at).toBe('2026-03-02T12:00:00Z');
    const answer = await follow(service, ready.download_url).expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-disposition':
        'attachment; filename="Weekly retention 2026-01-05 ? 2026-02-01.csv"; ' +
        "filename*=UTF-8''Weekly%20retention%202026-01-05%20%E2%80%93%202026-02-01.csv",
    });
  });
});
