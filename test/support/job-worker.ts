import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { runJobs, startApp } from '../../src/app.start';
import { Database } from '../../src/common/database/database';
import { Jobs } from '../../src/common/kernel/jobs';
import { jobKind } from './job-kinds';

/** A worker in a process of its own, with a job that writes down its attempts and takes its time. */
export const PATIENT = jobKind<{ runMs: number }>({ name: 'patient', timeLimitMs: 60_000 });

/** Together more kinds than a Node emitter takes listeners without a warning. */
const IDLE = Array.from({ length: 11 }, (_, number) => jobKind({ name: `idle_${number}` }));

export const ATTEMPTS = 'CREATE TABLE job_attempts (job_id text, worker integer, done boolean DEFAULT false)';

async function main(): Promise<void> {
  const running = await startApp(() => undefined);
  const database = running.app.get(Database);
  running.app.get(Jobs).register(PATIENT, async ({ id, payload, signal }) => {
    const values = [id, process.pid];
    await database.query({ text: 'INSERT INTO job_attempts VALUES ($1, $2)' }, values);
    await delay(payload.runMs, undefined, { signal });
    await database.query(
      { text: 'UPDATE job_attempts SET done = true WHERE job_id = $1 AND worker = $2' },
      values,
    );
  });
  for (const kind of IDLE) running.app.get(Jobs).register(kind, () => Promise.resolve());
  runJobs(running);
}

if (require.main === module) void main();
