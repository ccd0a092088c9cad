import type { DemoRelease } from './catalogue';
import type { Prng } from './prng';

/** Of those who give up, how many do so in the first minutes. */
const BOUNCES = 0.4;

/**
 * How much of a title, or of one episode, somebody watches: nearly all of it, or less when it does not appeal.
 * `watchSeconds` is whole; `completion` the share of the duration that these seconds are, to three decimals.
 */
export function watch(release: DemoRelease, prng: Prng): { watchSeconds: number; completion: number } {
  const duration = release.durationMinutes * 60;
  const watchSeconds = Math.max(5, Math.round(duration * shareWatched(release, prng)));
  return { watchSeconds, completion: Math.round((watchSeconds / duration) * 1000) / 1000 };
}

function shareWatched(release: DemoRelease, prng: Prng): number {
  // The credits are often left out, hence up to 1 but seldom 1.
  if (prng.chance(release.appeal)) return Math.min(1, prng.between(0.9, 1.01));
  return prng.chance(BOUNCES) ? prng.between(0.005, 0.08) : prng.between(0.08, 0.9);
}
