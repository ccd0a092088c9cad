import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseMonitor } from '../../src/common/database/database-monitor';
import { isDatabaseUnavailable } from '../../src/common/database/is-database-unavailable';
import { Jobs } from '../../src/common/kernel/jobs';
import { eventually } from '../support/eventually';
import { FaultProxy } from '../support/fault-proxy';
import { ATTEMPTS, PATIENT } from '../support/job-worker';
import { startTestApp, type TestApp } from '../support/test-app';
import { WorkerProcess } from '../support/worker-process';

const START_MS = 20_000;

/** Of two processes on one database, one reaches it through a proxy. */
describe.each(['refused', 'silent'] as const)('while PostgreSQL is %s', (fault) => {
  let proxy: FaultProxy;
  let service: TestApp;
  let cutOff: TestApp;
  let client: Client;

  beforeAll(async () => {
    service = await startTestApp({ settings: { JOBS: 'external' } });
    proxy = await FaultProxy.before(service.databaseUrl);
    cutOff = await startTestApp({
      databaseUrl: proxy.url(service.databaseUrl),
      settings: { JOBS: 'external' },
    });
    cutOff.app.get(DatabaseMonitor).start();
    client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query(ATTEMPTS);
  });
  afterAll(async () => {
    WorkerProcess.killAll();
    await client.end();
    await cutOff.close();
    await proxy.close();
    await service.close();
  });

  it('jobs wait, are complained of once, hold no request up, and go on by themselves', async () => {
    const jobs = service.app.get(Jobs);
    const ends = (id: string) =>
      eventually(START_MS, async () =>
        expect(await jobs.find(PATIENT, id)).toMatchObject({ state: 'completed' }),
      );
    const worker = WorkerProcess.start(proxy.url(service.databaseUrl), 'test/support/job-worker.ts');
    await ends(await jobs.enqueue(PATIENT, { runMs: 0 }));
    const running = await jobs.enqueue(PATIENT, { runMs: 1_000 });
    await eventually(START_MS, async () =>
      expect((await client.query('SELECT FROM job_attempts')).rowCount).toBe(2),
    );

    if (fault === 'refused') await proxy.refuse();
    else proxy.blackHole();
    await delay(1_300);
    const asked = performance.now();
    const failure = await cutOff.app
      .get(Jobs)
      .enqueue(PATIENT, { runMs: 0 })
      .catch((error: unknown) => error);
    expect(performance.now() - asked).toBeLessThan(1_500);
    expect(isDatabaseUnavailable(failure)).toBe(true);
    const waiting = await jobs.enqueue(PATIENT, { runMs: 0 });
    await delay(700);

    await proxy.pass();
    await ends(waiting);
    await ends(running);
    const lines = worker.output.split('\n').filter((line) => /"context":"Job|Warning|BullMQ/.test(line));
    const complaints = lines.map((line) => JSON.parse(line) as { msg: string; kind?: string });
    // The service's own jobs, which begin with it, may be caught by the fault as well.
    const ofThisTest = complaints.filter(({ kind = PATIENT.name }) => kind === PATIENT.name);
    expect(ofThisTest.map(({ msg }) => msg)).toEqual([
      'Jobs wait: PostgreSQL does not answer',
      'A job failed and will be tried again',
    ]);
    expect(await worker.end('SIGTERM')).toBe(0);
  });
});
