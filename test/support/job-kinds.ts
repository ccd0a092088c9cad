import type { JobKind } from '../../src/common/kernel/jobs';

/** A kind with small figures; a test names what it is about. */
export function jobKind<Payload extends object = Record<string, never>>(
  given: Partial<JobKind<Payload>> & { name: string },
): JobKind<Payload> {
  return { concurrency: 1, attempts: 3, firstRetryMs: 100, timeLimitMs: 5_000, ...given };
}
