import type { WatchedRelease } from './viewer-history';

export interface GenrePreference {
  readonly name: string;
  /** Whole views of releases with this genre. */
  readonly views: number;
  /** 0…1: of the views that have genres, each counted once and shared by its release's genres. */
  readonly share: number;
}

/**
 * Genres by the share of views, the most first; the shares of all add to 1, or there are none. `genresOf` gives a release's
 * genres, each once.
 */
export function genrePreferences(
  watched: readonly WatchedRelease[],
  genresOf: (releaseId: string) => readonly string[],
): GenrePreference[] {
  const totals = new Map<string, { views: number; shared: number }>();
  let viewsWithGenres = 0;
  for (const { releaseId, views } of watched) {
    const genres = genresOf(releaseId);
    if (genres.length > 0) viewsWithGenres += views;
    for (const name of genres) {
      const before = totals.get(name) ?? { views: 0, shared: 0 };
      totals.set(name, { views: before.views + views, shared: before.shared + views / genres.length });
    }
  }
  return [...totals]
    .map(([name, { views, shared }]) => ({ name, views, share: shared / viewsWithGenres }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
