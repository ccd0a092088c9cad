import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { gzipSync } from 'node:zlib';
import {
  CsvSource,
  ImportDataset,
  type ImportReport,
  type Reject,
  ShiftToNow,
} from '../../src/modules/importer';
import { compareWithRecount } from '../support/recount';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
let folder: string;
beforeEach(async () => {
  service = await startTestApp({ now: '2026-03-01T12:00:00Z' });
  folder = mkdtempSync(join(tmpdir(), 'kinoscope-import-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await service.close();
});

const put = (name: string, ...lines: string[]) => {
  const text = lines.map((line) => `${line}\n`).join('');
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
};

async function run({ shiftToNow = false } = {}): Promise<{ report: ImportReport; rejects: Reject[] }> {
  const rejects: Reject[] = [];
  const source = new CsvSource(folder);
  const shifted = shiftToNow ? await service.app.get(ShiftToNow).execute(source) : source;
  const report = await service.app
    .get(ImportDataset)
    .execute(shifted, { progress: () => undefined, reject: (reject) => rejects.push(reject) });
  return { report, rejects };
}

const sets = () => {
  put(
    'users.csv',
    'id,registered_at,name',
    'anna,2026-01-05T09:00:00Z,"Anna ""A"""',
    'bo,2026-01-06T09:00:00+03:00,',
  );
  put('releases.csv', 'id,title,genres,duration_minutes', 'film,"One, two",Drama|War,90', 'clip,Clip,,');
};

describe('the importer', () => {
  it('takes users, releases, views and payments, plain and gzip, and adds nothing the second time', async () => {
    sets();
    put(
      'views.csv.gz',
      'event_id,user_id,release_id,viewed_at,watch_seconds,completion',
      'e1,anna,film,2026-01-06T18:00:00Z,600,0.5',
      'e2,bo,clip,2026-01-07T18:00:00Z,60,',
      'e2,bo,clip,2026-01-07T18:00:00Z,60,',
    );
    put(
      'payments.csv.gz',
      'payment_id,user_id,amount_minor,currency,paid_at',
      'p1,anna,49900,RUB,2026-01-06T18:00:00Z',
      'p2,bo,-100,EUR,2026-01-07T18:00:00+03:00',
    );
    const { report, rejects } = await run();
    expect(rejects).toEqual([]);
    expect(report).toEqual({
      users: { added: 2, duplicates: 0, rejected: 0 },
      releases: { added: 2, duplicates: 0, rejected: 0 },
      views: { added: 2, duplicates: 1, rejected: 0 },
      payments: { added: 2, duplicates: 0, rejected: 0 },
    });
    expect((await run()).report).toEqual({
      users: { added: 0, duplicates: 2, rejected: 0 },
      releases: { added: 0, duplicates: 2, rejected: 0 },
      views: { added: 0, duplicates: 3, rejected: 0 },
      payments: { added: 0, duplicates: 2, rejected: 0 },
    });
    const { body } = await service.asAdmin('get', '/catalogue/releases').expect(200);
    expect(body).toMatchObject({
      items: [
        { title: 'Clip', genres: [], current_views: 1 },
        { title: 'One, two', genres: ['Drama', 'War'], duration_minutes: 90, current_views: 1 },
      ],
    });
  });

  it('sets aside payments that it cannot take', async () => {
    sets();
    put(
      'payments.csv',
      'payment_id,user_id,amount_minor,currency,paid_at',
      'p1,anna,49900,rub,2026-01-06T18:00:00Z',
      'p2,nobody,100,EUR,2026-01-07T18:00:00Z',
      'p3,anna,9.99,EUR,2026-01-07T18:00:00Z',
      'p4,anna,999,EUR,2026-01-07T18:00:00Z',
    );
    const { report, rejects } = await run();
    expect(report.payments).toEqual({ added: 1, duplicates: 0, rejected: 3 });
    expect(rejects.map(({ place, code, field }) => [place.line, code, field]).sort()).toEqual([
      [2, 'isCurrency', 'currency'],
      [3, 'user.unknown', null],
      [4, 'isInt', 'amount_minor'],
    ]);
  });

  it('sets aside what it cannot take, with line and reason, and goes on', async () => {
    sets();
    put(
      'views.csv',
      'event_id,user_id,release_id,viewed_at,watch_seconds',
      'e1,anna,film,2026-01-06T18:00:00Z,600',
      'e2,nobody,film,2026-01-06T18:00:00Z,600',
      'e3,anna,nothing,2026-01-06T18:00:00Z,600',
      'e4,anna,film,2026-01-06,600',
      'e5,anna,film,2026-01-06T18:00:00Z,many',
      'e6,anna,film,2026-01-06T18:00:00Z',
      '"e7,anna"x,film,2026-01-06T18:00:00Z,1',
      'e1,anna,film,2026-01-06T18:00:00Z,601',
      'e8,anna,film,2026-03-02T18:00:00Z,600',
      ',anna,film,2026-01-06T18:00:00Z,600',
      'e9,anna,film,2026-01-08T18:00:00Z,600',
    );
    const { report, rejects } = await run();
    expect(report.views).toEqual({ added: 2, duplicates: 0, rejected: 9 });
    const reasons = rejects.map(({ place, code, field }) => [place.line, code, field] as const);
    expect(reasons.sort(([a], [b]) => a - b)).toEqual([
      [3, 'user.unknown', null],
      [4, 'release.unknown', null],
      [5, 'isInstant', 'viewed_at'],
      [6, 'isInt', 'watch_seconds'],
      [7, 'isCsv', ''],
      [8, 'isCsv', ''],
      [9, 'event.conflict', null],
      [10, 'event.in_future', null],
      [11, 'isId', 'event_id'],
    ]);
  });

  it.each([
    ['import.missing_columns', 'event_id,user_id,release_id,viewed_at'],
    ['import.unknown_columns', 'event_id,user_id,release_id,viewed_at,watch_seconds,rating'],
  ])('stops with %s', async (code, header) => {
    put('views.csv', header, 'e1');
    await expect(run()).rejects.toMatchObject({ code });
  });

  it('stops where there is nothing to import', () => {
    expect(() => new CsvSource(folder)).toThrow('import.no_files');
  });

  it('moves all times so that the last view is now, and by the same time when run again later', async () => {
    sets();
    put(
      'views.csv',
      'event_id,user_id,release_id,viewed_at,watch_seconds',
      'e1,anna,film,2026-01-06T18:00:00Z,600',
      'e2,anna,film,2026-01-13T18:00:00Z,600',
    );
    expect((await run({ shiftToNow: true })).report.views).toMatchObject({ added: 2 });
    service.clock.set('2026-03-02T08:00:00Z');
    expect((await run({ shiftToNow: true })).report).toMatchObject({
      users: { added: 0, duplicates: 2 },
      views: { added: 0, duplicates: 2, rejected: 0 },
    });
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      'SELECT min(viewed_at) AS first, max(viewed_at) AS last FROM view_events',
    );
    await client.end();
    expect(rows).toEqual([
      { first: new Date('2026-02-22T12:00:00Z'), last: new Date('2026-03-01T12:00:00Z') },
    ]);
  });

  it('shares the work with the running service: each event counts once, and rollups are right', async () => {
    sets();
    const id = (number: number) => `cccccccc-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const [anna, film] = ['dddddddd-0000-4000-8000-000000000001', 'eeeeeeee-0000-4000-8000-000000000001'];
    put('users.csv', 'id,registered_at', `${anna},2026-01-05T09:00:00Z`);
    put('releases.csv', 'id,title,genres', `${film},Film,Drama`);
    const at = (number: number) => new Date(Date.UTC(2026, 0, 5) + number * 600_000).toISOString();
    const numbers = Array.from({ length: 5_000 }, (_, number) => number);
    await run();
    put(
      'views.csv',
      'event_id,user_id,release_id,viewed_at,watch_seconds',
      ...numbers.map((number) => `${id(number)},${anna},${film},${at(number)},60`),
    );
    const posts = async () => {
      for (let start = 0; start < numbers.length; start += 250) {
        const events = numbers.slice(start, start + 250).map((number) => ({
          event_id: id(number),
          user_id: anna,
          release_id: film,
          viewed_at: at(number),
          watch_seconds: 60,
        }));
        const { body } = await service.asAdmin('post', '/views', { events }).expect(200);
        expect(body).toMatchObject({ rejected: [] });
      }
    };
    const [{ report }] = await Promise.all([run(), posts()]);
    expect(report.views.rejected).toBe(0);
    const client = new Client({ connectionString: service.databaseUrl, options: '-c timezone=UTC' });
    await client.connect();
    const { rows } = await client.query('SELECT count(*)::integer AS views FROM view_events');
    expect(rows).toEqual([{ views: 5_000 }]);
    const { stored, recounted } = await compareWithRecount(client);
    await client.end();
    expect(stored).toEqual(recounted);
  });
});
