import type { ReleaseNeighbours } from './recommendation.repository';

export const RECOMMENDATION_VERSION = 'item_cosine_v1.0';

export const MAX_RECOMMENDATIONS = 10;

/**
 * How many of the last seen releases speak for what comes next. Chosen, like their weights, on MovieLens by foreseeing
 * each of the 2nd to 9th last views of every user: nDCG@10 0.0625, with twenty releases 0.0610, with ten of equal weight
 * 0.0559.
 */
export const SPEAKING_RELEASES = 10;

export interface RecommendationSources {
  /** All that the viewer has seen, each once, the last first. */
  readonly seen: readonly string[];
  /** Of the first {@link SPEAKING_RELEASES} of `seen`, in any order; more are not heard. Only what may be shown. */
  readonly neighbours: readonly ReleaseNeighbours[];
  /** Popular releases of the viewer's favourite genres, the best first. */
  readonly popularInGenres: readonly string[];
  /** Popular releases, the best first. */
  readonly popular: readonly string[];
}

/**
 * Up to {@link MAX_RECOMMENDATIONS} releases that the viewer has not seen, each once, the best first: those most similar
 * to what was seen last; where they are not enough, popular ones of the favourite genres, then any popular ones.
 */
export function recommend({ seen, neighbours, popularInGenres, popular }: RecommendationSources): string[] {
  const known = new Set(seen);
  const chosen = new Set<string>();
  for (const releaseId of [...bySimilarity(seen, neighbours), ...popularInGenres, ...popular]) {
    if (chosen.size === MAX_RECOMMENDATIONS) break;
    if (!known.has(releaseId)) chosen.add(releaseId);
  }
  return [...chosen];
}

/**
 * Neighbours of the last seen releases by the sum of their similarities, where the k-th last release counts 1/k; of
 * equals the one of the lower id comes first.
 */
function bySimilarity(seen: readonly string[], neighbours: readonly ReleaseNeighbours[]): string[] {
  const neighboursOf = new Map(neighbours.map((row) => [row.releaseId, row.neighbours]));
  const scores = new Map<string, number>();
  seen.slice(0, SPEAKING_RELEASES).forEach((seenId, index) => {
    for (const { releaseId, similarity } of neighboursOf.get(seenId) ?? []) {
      scores.set(releaseId, (scores.get(releaseId) ?? 0) + similarity / (index + 1));
    }
  });
  return [...scores]
    .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || (a < b ? -1 : 1))
    .map(([releaseId]) => releaseId);
}
