import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { RunSchedules } from '../../src/modules/reports/application/run-schedules';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { type Replicas, startReplicas } from '../support/replicas';

const SCHEDULE = {
  name: 'Retention on Mondays',
  cron: '0 8 * * 1',
  timezone: 'Europe/Moscow',
  report_type: 'cohorts',
  format: 'csv',
  period: 'last_week',
  recipients: ['anna@example.org', 'boris@example.org'],
  locale: 'ru',
};
const signal = new AbortController().signal;

let dataDir: string;
let mail: MailServer;
let replicas: Replicas;
let client: Client;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-schedules-'));
  mail = await MailServer.start();
  // A Sunday.
  replicas = await startReplicas({
    now: '2026-03-01T12:00:00Z',
    settings: { DATA_DIR: dataDir, SMTP_URL: mail.url, MAIL_FROM: 'reports@example.org' },
  });
  client = new Client({ connectionString: replicas.databaseUrl });
  await client.connect();
});
beforeEach(async () => {
  await client.query('DELETE FROM exports');
  await client.query('DELETE FROM export_schedules');
  at('2026-03-01T12:00:00Z');
});
afterAll(async () => {
  await client.end();
  await replicas.close();
  await mail.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const at = (instant: string) => [replicas.a, replicas.b].forEach(({ clock }) => clock.set(instant));
const create = (given: object = {}) =>
  replicas.a.asAdmin('post', '/analytics/v2/export-schedules', { ...SCHEDULE, ...given });
/** As both replicas' jobs would, at the same time. */
const runEverywhere = () =>
  Promise.all([replicas.a, replicas.b].map(({ app }) => app.get(RunSchedules).execute(signal)));
const ordered = async () =>
  (
    await client.query<{ slot: Date; start_date: Date; end_date: Date }>(
      'SELECT slot, start_date, end_date FROM exports ORDER BY slot',
    )
  ).rows.map(({ slot, start_date, end_date }) =>
    [slot, start_date, end_date].map((date) => date.toISOString()),
  );

describe('a schedule', () => {
  it('is made, listed and removed', async () => {
    const { body } = await create().expect(201);
    const schedule = body as { schedule_id: string };
    expect(schedule).toMatchObject({
      ...SCHEDULE,
      ab_test_id: null,
      bom: false,
      next_run_at: '2026-03-02T05:00:00Z',
    });
    const { body: list } = await replicas.b.asAdmin('get', '/analytics/v2/export-schedules').expect(200);
    expect(list).toEqual({ items: [schedule], next_cursor: null });
    const path = `/analytics/v2/export-schedules/${schedule.schedule_id}`;
    await replicas.b.asAdmin('delete', path).expect(204);
    await replicas.b.asAdmin('delete', path).expect(404);
  });

  it.each([
    [{ cron: '0 8 * * *', timezone: 'Mars/Phobos' }, 'timezone', 'validation.isTimeZone'],
    [{ cron: '61 8 * * *' }, 'cron', 'validation.isCron'],
    [{ cron: '0 0 8 * * *' }, 'cron', 'validation.isCron'],
    [{ cron: 'every day!' }, 'cron', 'validation.isCron'],
    [{ cron: '0 0 31 2 *' }, 'cron', 'validation.isCron'],
    [{ period: 'last_year' }, 'period', 'validation.isIn'],
    [{ recipients: ['anna@example.org', 'nobody'] }, 'recipients', 'validation.isEmailList'],
    [{ report_type: 'ab_test' }, 'ab_test_id', 'validation.abTestOnly'],
    [{ name: '' }, 'name', 'validation.isCleanText'],
  ])('like %j is refused', async (given, field, code) => {
    const { body } = await create(given).expect(400);
    expect((body as { errors: object[] }).errors).toEqual([expect.objectContaining({ field, code })]);
  });

  it('orders one export for a moment, with two processes at work, of the period by its own clocks', async () => {
    await create().expect(201);
    await runEverywhere();
    expect(await ordered()).toEqual([]);
    at('2026-03-02T05:00:30Z');
    for (let round = 0; round < 5; round++) await runEverywhere();
    // Monday to Sunday in Moscow.
    expect(await ordered()).toEqual([
      ['2026-03-02T05:00:00.000Z', '2026-02-22T21:00:00.000Z', '2026-03-01T20:59:59.000Z'],
    ]);
  });

  it('makes up for missed moments once, with the last of them', async () => {
    await create({ cron: '0 8 * * *', period: 'last_7_days' }).expect(201);
    at('2026-03-10T04:59:00Z');
    await runEverywhere();
    await runEverywhere();
    expect((await ordered()).map(([slot]) => slot)).toEqual(['2026-03-09T05:00:00.000Z']);
    at('2026-03-10T05:00:00Z');
    await runEverywhere();
    expect((await ordered()).map(([slot]) => slot)).toEqual([
      '2026-03-09T05:00:00.000Z',
      '2026-03-10T05:00:00.000Z',
    ]);
  });

  it('keeps its hour when the clocks change', async () => {
    const { body } = await create({ cron: '30 8 * * *', timezone: 'Europe/Berlin', period: 'last_7_days' });
    expect(body).toMatchObject({ next_run_at: '2026-03-02T07:30:00Z' });
    at('2026-03-29T12:00:00Z');
    await runEverywhere();
    expect((await ordered()).map(([slot]) => slot)).toEqual(['2026-03-29T06:30:00.000Z']);
  });

  it('tells each recipient of the file by a mail of its own', async () => {
    await create().expect(201);
    at('2026-03-02T05:00:30Z');
    for (const { app } of [replicas.a, replicas.b]) app.get(JobRunner).start();
    await runEverywhere();
    await eventually(30_000, () => expect(mail.mails).toHaveLength(2));
    expect(mail.mails.map(({ to }) => to).sort()).toEqual([['anna@example.org'], ['boris@example.org']]);
    const { rows } = await client.query('SELECT state FROM exports');
    expect(rows).toEqual([{ state: 'ready' }]);
  });
});
