import type { Release } from './release';

/** Where a page of releases goes on: after the release with this title and id. */
export interface ReleaseCursor {
  readonly title: string;
  readonly id: string;
}

export interface ReleaseSearch {
  /** Part of the title, whatever its case; null: all releases. */
  readonly query: string | null;
  readonly after: ReleaseCursor | null;
  readonly limit: number;
}

export interface GenreCount {
  readonly name: string;
  readonly releases: number;
}

export abstract class ReleaseRepository {
  /** The stored ones of `ids`, locked until the unit of work ends, in id order. */
  abstract lock(ids: readonly string[]): Promise<Release[]>;

  /** The stored ones of `ids`, in no particular order. */
  abstract find(ids: readonly string[]): Promise<Release[]>;

  /** Makes new releases; fails when one of the ids is taken. */
  abstract insert(releases: readonly Release[]): Promise<void>;

  /** Overwrites stored releases. */
  abstract update(releases: readonly Release[]): Promise<void>;

  /** Which of `ids` are in the catalogue. */
  abstract findExistingIds(ids: readonly string[]): Promise<string[]>;

  /** All releases of a genre; the name is matched exactly. */
  abstract findIdsByGenre(genre: string): Promise<string[]>;

  /** By title, then id. */
  abstract search(search: ReleaseSearch): Promise<Release[]>;

  /** All genres by name, with how many releases have each. */
  abstract listGenres(): Promise<GenreCount[]>;
}
