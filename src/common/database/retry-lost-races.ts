const ATTEMPTS = 5;

/** unique_violation (two writers made the same row), serialization_failure, deadlock_detected */
const LOST_RACE = new Set(['23505', '40001', '40P01']);

/** Runs `work`, a whole transaction or a single statement, again after it lost to a concurrent one. */
export async function retryLostRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !LOST_RACE.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
