import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { TidyExports } from '../../src/modules/reports/application/tidy-exports';
import { follow, orderExport } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';
import { s3Server } from './server';

const BUCKET = `service-${randomBytes(6).toString('hex')}`;

let service: TestApp;
beforeAll(async () => {
  const client = new S3Client({
    ...s3Server,
    credentials: { accessKeyId: s3Server.accessKeyId, secretAccessKey: s3Server.secretAccessKey },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  service = await startTestApp({
    settings: {
      S3_ENDPOINT: s3Server.endpoint,
      S3_BUCKET: BUCKET,
      S3_REGION: s3Server.region,
      S3_ACCESS_KEY_ID: s3Server.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3Server.secretAccessKey,
    },
  });
  service.app.get(JobRunner).start();
});
afterAll(() => service.close());

describe('exports in S3', () => {
  it('say so in the status', async () => {
    const { body } = await service.anonymously('get', '/analytics/v2/status').expect(200);
    expect(body).toMatchObject({ status: 'ok', dependencies: { storage: 'up' } });
  });

  it.each(['csv', 'xlsx', 'pdf'])('are led to, whole, as %s', async (format) => {
    const ready = await orderExport(service, { report_type: 'users', format, locale: 'ru' });
    expect(ready.state).toBe('ready');
    const redirect = await follow(service, ready.download_url).redirects(0).expect(302);
    const answer = await fetch(redirect.headers.location!);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(ready.sha256);
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('Зрители'));
    await service.asAdmin('delete', `/analytics/v2/exports/${ready.export_id}`).expect(204);
    await follow(service, ready.download_url).expect(404);
    expect((await fetch(redirect.headers.location!)).status).toBe(404);
  });

  it('go when they expire', async () => {
    const ready = await orderExport(service, { report_type: 'users' });
    const redirect = await follow(service, ready.download_url).redirects(0).expect(302);
    service.clock.set('2026-03-02T12:00:00Z');
    await service.app.get(TidyExports).execute(new AbortController().signal);
    expect((await fetch(redirect.headers.location!)).status).toBe(404);
  });
});
