import { Injectable } from '@nestjs/common';
import { addDays, localDate } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { ReleaseRepository } from '../../../catalogue';
import {
  type LeaderboardCursor,
  type LeaderboardQuery,
  PopularityModelRepository,
  type RankedRelease,
} from '../../domain/popularity/popularity-model.repository';
import { type Trend, trendOf } from '../../domain/popularity/trend';

export interface Leaderboard {
  readonly items: readonly (RankedRelease & { title: string; genres: readonly string[]; trend: Trend })[];
  readonly next: LeaderboardCursor | null;
  readonly asOf: Date;
}

/** Releases by what is expected of them. */
@Injectable()
export class RankReleases {
  constructor(
    private readonly models: PopularityModelRepository,
    private readonly releases: ReleaseRepository,
    private readonly clock: Clock,
  ) {}

  async execute(query: Omit<LeaderboardQuery, 'firstDay'>): Promise<Leaderboard> {
    const asOf = this.clock.now();
    const firstDay = addDays(localDate(asOf, 'UTC'), 1);
    const found = await this.models.rank({ ...query, firstDay, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const releases = await this.releases.find(page.map(({ releaseId }) => releaseId));
    const byId = new Map(releases.map((release) => [release.id, release]));
    const last = page.at(-1);
    return {
      items: page.map((item) => {
        const { title, genres } = byId.get(item.releaseId)!;
        const days = query.horizonDays;
        const trend = trendOf([item.previousViews / days], [item.predictedViews / days]);
        return { ...item, title, genres, trend };
      }),
      next:
        last && found.length > page.length
          ? { value: query.sort === 'growth' ? last.growth : last.predictedViews, releaseId: last.releaseId }
          : null,
      asOf,
    };
  }
}
