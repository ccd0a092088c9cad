import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

describe('status and health', () => {
  it('tells anybody what works and what the service depends on', async () => {
    const { body } = await service.anonymously('get', '/analytics/v2/status').expect(200);
    expect(body).toMatchObject({
      status: 'ok',
      components: expect.arrayContaining([
        { name: 'cohorts', state: 'implemented' },
        { name: 'export', state: 'implemented' },
      ]),
      dependencies: { database: 'up', database_replica: 'disabled', storage: 'embedded' },
      database_replica: null,
    });
  });

  it('is alive and ready', async () => {
    await service.anonymously('get', '/health/live').expect(200, { status: 'ok' });
    await service.anonymously('get', '/health/ready').expect(200, { status: 'ok' });
  });
});
