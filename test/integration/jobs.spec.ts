import { setTimeout as delay } from 'node:timers/promises';
import request from 'supertest';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { type JobKind, Jobs } from '../../src/common/kernel/jobs';
import { eventually } from '../support/eventually';
import { jobKind } from '../support/job-kinds';
import { startTestApp, type TestApp } from '../support/test-app';

interface Ids {
  readonly releaseId: string;
}

const FLAKY = jobKind<Ids>({ name: 'flaky' });
const HOPELESS = jobKind({ name: 'hopeless', attempts: 2 });
const SLOW = jobKind({ name: 'slow', attempts: 1, timeLimitMs: 200 });
const STEADY = jobKind<Ids>({ name: 'steady' });

let service: TestApp;
let jobs: Jobs;
const began: number[] = [];
const seen: Ids[] = [];
let aborted = false;
let letGo = () => undefined as void;
let held: Promise<void>;

beforeAll(async () => {
  service = await startTestApp();
  jobs = service.app.get(Jobs);
  jobs.register(FLAKY, async ({ attempt, payload }) => {
    began.push(performance.now());
    if (attempt < 3) throw new Error(`attempt ${attempt}`);
    seen.push(payload);
    return Promise.resolve();
  });
  jobs.register(HOPELESS, () => Promise.reject(new Error('no such release')));
  jobs.register(SLOW, async ({ signal }) => {
    signal.addEventListener('abort', () => (aborted = true));
    await delay(10_000, undefined, { ref: false });
  });
  jobs.register(STEADY, async ({ payload, progress }) => {
    seen.push(payload);
    await progress(40);
    await held;
  });
  service.app.get(JobRunner).start();
});
beforeEach(() => {
  seen.length = 0;
  held = new Promise((resolve) => (letGo = resolve));
});
afterAll(() => service.close());

const ends = (kind: JobKind, id: string, state: string) =>
  eventually(5_000, async () => expect(await jobs.find(kind, id)).toMatchObject({ state }));

async function metrics(): Promise<string> {
  const call = request(service.app.getHttpServer()).get('/metrics');
  return (await call.set('Authorization', `Bearer ${service.adminToken}`).expect(200)).text;
}

describe('jobs', () => {
  it('are tried again, each time after twice as long', async () => {
    const id = await jobs.enqueue(FLAKY, { releaseId: 'r-1' });
    await ends(FLAKY, id, 'completed');
    expect(seen).toEqual([{ releaseId: 'r-1' }]);
    const [first, second, third] = began as [number, number, number];
    expect(second - first).toBeGreaterThan(95);
    expect(third - second).toBeGreaterThan(195);
  });

  it('fail for good after the last attempt, and say why', async () => {
    const id = await jobs.enqueue(HOPELESS, {});
    await ends(HOPELESS, id, 'failed');
    expect(await jobs.find(HOPELESS, id)).toEqual({
      state: 'failed',
      percent: 0,
      failure: 'no such release',
    });
  });

  it('that pass their time limit are told to break off, and fail', async () => {
    const id = await jobs.enqueue(SLOW, {});
    await ends(SLOW, id, 'failed');
    expect(aborted).toBe(true);
    expect(await jobs.find(SLOW, id)).toMatchObject({ failure: 'Not done within 0.2 s' });
  });

  it('tell their progress, and with one key there is one of them until it ends', async () => {
    const id = await jobs.enqueue(STEADY, { releaseId: 'r-2' }, { deduplicate: 'r-2' });
    await eventually(5_000, async () =>
      expect(await jobs.find(STEADY, id)).toEqual({ state: 'active', percent: 40, failure: null }),
    );
    expect(await jobs.enqueue(STEADY, { releaseId: 'r-2' }, { deduplicate: 'r-2' })).toBe(id);
    const other = await jobs.enqueue(STEADY, { releaseId: 'r-3' }, { deduplicate: 'r-3' });
    expect(await jobs.find(STEADY, other)).toMatchObject({ state: 'waiting' });
    letGo();
    await ends(STEADY, other, 'completed');
    expect(seen).toEqual([{ releaseId: 'r-2' }, { releaseId: 'r-3' }]);
    expect(await jobs.enqueue(STEADY, { releaseId: 'r-2' }, { deduplicate: 'r-2' })).not.toBe(id);
  });

  it('wait for their time', async () => {
    letGo();
    const asked = performance.now();
    const id = await jobs.enqueue(STEADY, { releaseId: 'r-4' }, { delayMs: 300 });
    await ends(STEADY, id, 'completed');
    expect(performance.now() - asked).toBeGreaterThan(295);
  });

  it('unknown ones are not there', async () => {
    expect(await jobs.find(STEADY, '4711')).toBeNull();
  });

  it('show in the status and the metrics', async () => {
    const { body } = await service.anonymously('get', '/analytics/v2/status').expect(200);
    expect(body).toMatchObject({ status: 'ok', dependencies: { jobs: 'embedded' } });
    const text = await metrics();
    expect(text).toMatch(/^kinoscope_job_runs_total\{kind="flaky",outcome="retried"\} 2$/m);
    expect(text).toMatch(/^kinoscope_job_runs_total\{kind="hopeless",outcome="failed"\} 1$/m);
    expect(text).toMatch(/^kinoscope_jobs\{kind="slow",state="failed"\} 1$/m);
    expect(text).toMatch(/^kinoscope_job_duration_seconds_count\{kind="steady"\} [1-9]/m);
    expect(text).toMatch(/^kinoscope_job_last_success_timestamp_seconds\{kind="flaky"\} \d{10}/m);
  });
});
