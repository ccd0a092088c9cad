import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { Jobs } from '../../src/common/kernel/jobs';
import { eventually } from '../support/eventually';
import { jobKind } from '../support/job-kinds';
import { ATTEMPTS, PATIENT } from '../support/job-worker';
import { startReplicas } from '../support/replicas';
import { startTestApp, type TestApp } from '../support/test-app';
import { WorkerProcess } from '../support/worker-process';

const START_MS = 20_000;

/** What the looks for dead processes would have found 35 s later. */
const AS_IF_TIME_HAD_PASSED = `
  WITH looked AS (DELETE FROM bullmq.meta WHERE field = 'stalled-check')
  UPDATE bullmq.job SET locked_until_ms = 1, stalled_marked = true WHERE state = 'active'`;

describe('processes that run jobs', () => {
  let service: TestApp;
  let jobs: Jobs;
  let client: Client;

  beforeAll(async () => {
    service = await startTestApp({ settings: { JOBS: 'external' } });
    jobs = service.app.get(Jobs);
    client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query(ATTEMPTS);
  });
  beforeEach(() => client.query('DELETE FROM job_attempts'));
  afterEach(() => WorkerProcess.killAll());
  afterAll(async () => {
    await client.end();
    await service.close();
  });

  const attempts = async () =>
    (
      await client.query<{ worker: number; done: boolean }>(
        'SELECT worker, done FROM job_attempts ORDER BY done',
      )
    ).rows;
  const attempted = (times: number) =>
    eventually(START_MS, async () => expect(await attempts()).toHaveLength(times));

  it('may be killed twice with a job, and a third one does it', async () => {
    const id = await jobs.enqueue(PATIENT, { runMs: 500 });
    for (const times of [1, 2]) {
      const worker = WorkerProcess.start(service.databaseUrl, 'test/support/job-worker.ts');
      await attempted(times);
      await worker.end('SIGKILL');
      await client.query(AS_IF_TIME_HAD_PASSED);
    }
    const last = WorkerProcess.start(service.databaseUrl, 'test/support/job-worker.ts');
    await eventually(START_MS, async () =>
      expect(await jobs.find(PATIENT, id)).toMatchObject({ state: 'completed' }),
    );
    const [first, second, third] = await attempts();
    expect([first!.done, second!.done, third]).toEqual([false, false, { worker: last.pid, done: true }]);
  });

  it('hand a job back when they are to stop, and it counts as no attempt', async () => {
    const id = await jobs.enqueue(PATIENT, { runMs: 30_000 });
    const worker = WorkerProcess.start(service.databaseUrl, 'test/support/job-worker.ts');
    await attempted(1);
    const began = performance.now();
    expect(await worker.end('SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await jobs.find(PATIENT, id)).toEqual({ state: 'waiting', percent: 0, failure: null });
  });

  it('show in the status of those that leave jobs to them', async () => {
    const states = async () =>
      (await service.anonymously('get', '/analytics/v2/status')).body as {
        status: string;
        dependencies: { jobs: string };
      };
    expect(await states()).toMatchObject({ status: 'degraded', dependencies: { jobs: 'down' } });
    const worker = WorkerProcess.start(service.databaseUrl, 'src/worker.ts');
    await eventually(START_MS, async () =>
      expect(await states()).toMatchObject({ status: 'ok', dependencies: { jobs: 'up' } }),
    );
    expect(await worker.end('SIGTERM')).toBe(0);
    expect(await states()).toMatchObject({ dependencies: { jobs: 'down' } });
  });

  it('do not begin without a database that others have too', async () => {
    const worker = WorkerProcess.start('', 'src/worker.ts');
    expect(await worker.ended()).toBe(1);
    expect(worker.output).toContain('DATABASE_URL');
  });
});

describe('schedules', () => {
  it('are kept once a slot by two replicas, and a missed slot is made up for once', async () => {
    const { a, b, close } = await startReplicas({});
    try {
      const kind = jobKind({ name: 'each_second', cron: '* * * * * *', concurrency: 2 });
      const slots: string[] = [];
      for (const { app } of [a, b]) {
        app.get(Jobs).register(kind, async ({ id }) => {
          slots.push(id);
          return Promise.resolve();
        });
        app.get(JobRunner).start();
      }
      await eventually(6_000, () => expect(slots.length).toBeGreaterThanOrEqual(3));
      expect(new Set(slots).size).toBe(slots.length);
      const times = slots.map((id) => Number(id.split(':').at(-1)));
      expect(times.map((time) => time % 1_000)).toEqual(times.map(() => 0));
      expect(times.at(-1)! - times[0]!).toBe(1_000 * (times.length - 1));

      for (const { app } of [a, b]) app.get(JobRunner).onModuleDestroy();
      await delay(2_500);
      const before = slots.length;
      const late = await startTestApp({ databaseUrl: a.databaseUrl });
      late.app.get(Jobs).register(kind, async ({ id }) => {
        slots.push(id);
        return Promise.resolve();
      });
      late.app.get(JobRunner).start();
      await eventually(3_000, () => expect(slots.length).toBeGreaterThan(before + 1));
      await late.close();
      const made = slots.slice(before).map((id) => Number(id.split(':').at(-1)));
      expect(made[1]! - made[0]!).toBeGreaterThan(1_000);
      expect(new Set(slots).size).toBe(slots.length);
    } finally {
      await close();
    }
  });
});
