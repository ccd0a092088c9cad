import { Injectable } from '@nestjs/common';
import { type Release, type ReleaseCursor, ReleaseRepository } from '../../catalogue';
import { AnalyticsV2Repository } from '../domain/analytics-v2.repository';

export interface ReleasePage {
  readonly releases: readonly (Release & { readonly currentViews: number })[];
  /** Where the next page begins; null on the last page. */
  readonly next: ReleaseCursor | null;
}

/** One page of the catalogue by title, with the total views of each release. */
@Injectable()
export class ListReleases {
  constructor(
    private readonly releases: ReleaseRepository,
    private readonly analytics: AnalyticsV2Repository,
  ) {}

  async execute(search: {
    query: string | null;
    after: ReleaseCursor | null;
    limit: number;
  }): Promise<ReleasePage> {
    const found = await this.releases.search({ ...search, limit: search.limit + 1 });
    const page = found.slice(0, search.limit);
    const views = await this.analytics.getCurrentReleaseViews(page.map((release) => release.id));
    return {
      releases: page.map((release) => ({ ...release, currentViews: views.get(release.id) ?? 0 })),
      next: found.length > page.length ? page.at(-1)! : null,
    };
  }
}
