import { setTimeout as delay } from 'node:timers/promises';

/** Tries until `attempt` holds, `ms` at most, and tells after how many milliseconds it did; fails as it last failed. */
export async function eventually(ms: number, attempt: () => Promise<void> | void): Promise<number> {
  const began = performance.now();
  for (;;) {
    try {
      await attempt();
      return Math.round(performance.now() - began);
    } catch (error) {
      if (performance.now() - began > ms) throw error;
      await delay(20);
    }
  }
}
