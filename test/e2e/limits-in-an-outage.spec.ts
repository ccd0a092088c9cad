import { Database } from '../../src/common/database/database';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
/** The log-in at the start is the first of them. */
beforeAll(async () => {
  service = await startTestApp({ settings: { RATE_LIMIT_PER_MINUTE: 5 } });
});
afterAll(() => service.close());

describe('limits while the database is away', () => {
  it('do not count callers whom nobody can recognise on their common address', async () => {
    const database = service.app.get(Database);
    database.sever();
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent++)
      statuses.push(
        (await service.anonymously('get', '/api-keys').set('x-api-key', `ksk_${'x'.repeat(40)}${sent}`))
          .status,
      );
    expect(statuses).toEqual(new Array(6).fill(503));
    database.mend();
  });

  it('count those as ever who name no credentials', async () => {
    const database = service.app.get(Database);
    database.sever();
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent++)
      statuses.push((await service.anonymously('get', '/api-keys')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    database.mend();
  });
});
