import { type Job, WaitingError } from 'bullmq';
import type { JobRun } from '../kernel/jobs';
import type { RegisteredKind } from './bullmq-jobs';

class TimeLimitPassed extends Error {
  constructor(ms: number) {
    super(`Not done within ${ms / 1_000} s`);
    this.name = 'TimeLimitPassed';
  }
}

/** Runs one attempt until it is done, fails, or passes its time limit; one that `stop` has broken off goes back. */
export async function attempt({ kind, handler }: RegisteredKind, job: Job, stop: AbortSignal): Promise<void> {
  const over = new AbortController();
  const breakOff = () => over.abort(stop.reason);
  stop.addEventListener('abort', breakOff);
  const run: JobRun<never> = {
    id: job.id!,
    attempt: job.attemptsMade + 1,
    payload: job.data as never,
    signal: over.signal,
    progress: (percent) => job.updateProgress(percent),
  };
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new TimeLimitPassed(kind.timeLimitMs);
      over.abort(error);
      reject(error);
    }, kind.timeLimitMs);
  });
  try {
    await Promise.race([handler(run), passed]);
  } catch (error) {
    if (!stop.aborted) throw error;
    await job.moveToWait(job.token);
    throw new WaitingError();
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', breakOff);
  }
}
