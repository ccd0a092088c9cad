import { join } from 'node:path';
import { Settings } from '../../src/common/config/settings';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { FileStorage } from '../../src/common/kernel/file-storage';
import { WRITE_EXPORT } from '../../src/modules/reports/application/job-kinds';
import { userId } from '../factories/ids';
import { GatedFileStorage } from '../fakes/gated-file-storage';
import { eventually } from '../support/eventually';
import { exportEnded, follow, orderExport } from '../support/exports';
import { headerOf, MailServer, partsOf } from '../support/mail-server';
import { startTestApp, type TestApp } from '../support/test-app';

const ANNA = 'anna@example.org';
const PUBLIC_URL = 'https://kinoscope.example.org';

let mail: MailServer;
let service: TestApp;
let storage: GatedFileStorage;
beforeAll(async () => {
  mail = await MailServer.start();
  service = await startTestApp({
    settings: { SMTP_URL: mail.url, MAIL_FROM: 'Kinoscope <reports@example.org>', PUBLIC_URL },
    override: (builder) =>
      builder.overrideProvider(FileStorage).useFactory({
        factory: ({ DATA_DIR }: Settings) => (storage = new GatedFileStorage(join(DATA_DIR, 'reports'))),
        inject: [Settings],
      }),
  });
  service.app.get(JobRunner).start();
});
beforeEach(() => (mail.mails.length = 0));
afterAll(async () => {
  await service.close();
  await mail.stop();
});

const received = (count: number) => eventually(20_000, () => expect(mail.mails).toHaveLength(count));

describe('a mail', () => {
  it('leads who has asked for it to the file, in plain text and HTML', async () => {
    const ready = await orderExport(service, { report_type: 'cohorts', notify_email: ANNA, locale: 'en' });
    await received(1);
    const [message] = mail.mails;
    expect(message!.to).toEqual([ANNA]);
    expect(headerOf(message!, 'From')).toBe('Kinoscope <reports@example.org>');
    expect(headerOf(message!, 'Subject')).toBe(
      'Weekly retention, 2026-01-05 – 2026-02-01: the report is ready',
    );
    expect(headerOf(message!, 'Message-ID')).toBe(`<${ready.export_id}.0@example.org>`);
    const { 'text/plain': plain, 'text/html': html } = partsOf(message!);
    const [url] = /https:\S+/.exec(plain!)!;
    expect(url.startsWith(`${PUBLIC_URL}/api/v1/downloads/reports/${ready.export_id}-1.csv?`)).toBe(true);
    await follow(service, url).expect(200);
    expect(plain).toContain(ready.sha256);
    expect(plain).toContain('2026-03-02 12:00 UTC');
    expect(html).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
    expect(message!.source).not.toContain('attachment');
  });

  it('speaks Russian', async () => {
    await orderExport(service, { report_type: 'users', notify_email: ANNA, locale: 'ru' });
    await received(1);
    expect(headerOf(mail.mails[0]!, 'Subject')).toBe('Зрители, 2026-01-05 – 2026-02-01: отчёт готов');
    const { 'text/plain': plain, 'text/html': html } = partsOf(mail.mails[0]!);
    expect(plain).toContain('Отчёт «Зрители» за 2026-01-05 – 2026-02-01 готов.');
    expect(html).toContain('Скачать');
  });

  it('tells of a failure, and of its reason', async () => {
    storage.failures = WRITE_EXPORT.attempts;
    await orderExport(service, { notify_email: ANNA, locale: 'en' });
    await received(1);
    expect(headerOf(mail.mails[0]!, 'Subject')).toBe(
      'Views, 2026-01-05 – 2026-02-01: the report could not be made',
    );
    const { 'text/plain': plain } = partsOf(mail.mails[0]!);
    expect(plain).toContain('Writing the file failed several times.');
    expect(plain).not.toContain('http');
  });

  it('is sent again when the server would not take it, and only once in the end', async () => {
    mail.refuse = 1;
    await orderExport(service, { notify_email: ANNA });
    await received(1);
    expect(mail.refuse).toBe(0);
  });

  it('is sent to nobody who has been erased', async () => {
    await service
      .asAdmin('put', '/users', {
        users: [{ id: userId(9), registered_at: '2026-01-06T09:00:00Z', email: 'Erased@example.org' }],
      })
      .expect(200);
    storage.shut = true;
    const { body } = await service.asAdmin('post', '/analytics/v2/export', {
      report_type: 'cohorts',
      format: 'csv',
      start_date: '2026-01-05T00:00:00Z',
      end_date: '2026-02-01T23:59:59Z',
      notify_email: 'erased@example.org',
    });
    await service.asAdmin('delete', `/users/${userId(9)}`).expect(204);
    storage.shut = false;
    await exportEnded(service, (body as { export_id: string }).export_id);
    await orderExport(service, { notify_email: ANNA });
    await received(1);
    expect(mail.mails[0]!.to).toEqual([ANNA]);
  });
});
