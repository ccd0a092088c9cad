import { Injectable } from '@nestjs/common';
import { type Release, ReleaseRepository } from '../../../catalogue';
import { MAX_RECOMMENDATIONS, recommend, SPEAKING_RELEASES } from '../../domain/recommendations/recommend';
import { RecommendationRepository } from '../../domain/recommendations/recommendation.repository';

/** Genres that count as somebody's favourites. */
const FAVOURITES = 3;

export interface WatchedSoFar {
  /** All releases that the viewer has seen, each once, the last first. */
  readonly seen: readonly string[];
  /** The most watched first. */
  readonly genres: readonly string[];
}

/** What a viewer may like next: up to ten releases, the best first. */
@Injectable()
export class RecommendReleases {
  constructor(
    private readonly recommendations: RecommendationRepository,
    private readonly releases: ReleaseRepository,
  ) {}

  async execute(watched: WatchedSoFar): Promise<Release[]> {
    const ids = await this.choose(watched);
    const releases = new Map((await this.releases.find(ids)).map((release) => [release.id, release]));
    return ids.flatMap((id) => releases.get(id) ?? []);
  }

  private async choose({ seen, genres }: WatchedSoFar): Promise<string[]> {
    const neighbours = await this.recommendations.findNeighbours(seen.slice(0, SPEAKING_RELEASES));
    const similar = recommend({ seen, neighbours, popularInGenres: [], popular: [] });
    if (similar.length === MAX_RECOMMENDATIONS) return similar;
    const popular = (await this.recommendations.findModel())?.popular ?? [];
    const popularInGenres = await this.ofGenres(popular, genres.slice(0, FAVOURITES));
    return recommend({ seen, neighbours, popularInGenres, popular });
  }

  private async ofGenres(releaseIds: readonly string[], genres: readonly string[]): Promise<string[]> {
    if (genres.length === 0) return [];
    const found = await this.releases.find(releaseIds);
    const fitting = new Set(
      found.filter((release) => release.genres.some((genre) => genres.includes(genre))).map(({ id }) => id),
    );
    return releaseIds.filter((id) => fitting.has(id));
  }
}
