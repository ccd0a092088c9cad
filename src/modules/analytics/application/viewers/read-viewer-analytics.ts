import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/kernel/clock';
import { DomainError } from '../../../../common/kernel/domain-error';
import { type Release, ReleaseRepository } from '../../../catalogue';
import { UserRepository } from '../../../identity';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import { assessChurn, type ChurnAssessment } from '../../domain/churn/churn-risk';
import { ChurnRepository } from '../../domain/churn/churn.repository';
import { engagementScore, hourlyScores } from '../../domain/viewers/engagement';
import { genrePreferences, type GenrePreference } from '../../domain/viewers/genre-preferences';
import type { ViewerHistory } from '../../domain/viewers/viewer-history';
import { RecommendReleases } from './recommend-releases';

export interface ViewerAnalyticsRequest {
  readonly userId: string;
  /** Null: the user's own, or UTC. */
  readonly timezone: string | null;
  readonly includePredictions: boolean;
}

export interface ViewerAnalytics {
  readonly history: ViewerHistory;
  readonly timezone: string;
  readonly genres: readonly GenrePreference[];
  /** 24 shares, 0…1. */
  readonly hourlyScores: readonly number[];
  /** 0…1 */
  readonly engagement: number;
  readonly churn: ChurnAssessment;
  /** Empty unless predictions were asked for. */
  readonly recommendedReleases: readonly Release[];
  readonly asOf: Date;
}

/** How one viewer watches, whether they are about to leave, and what they may like. */
@Injectable()
export class ReadViewerAnalytics {
  constructor(
    private readonly users: UserRepository,
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: ReleaseRepository,
    private readonly churn: ChurnRepository,
    private readonly recommend: RecommendReleases,
    private readonly clock: Clock,
  ) {}

  async execute({
    userId,
    timezone: asked,
    includePredictions,
  }: ViewerAnalyticsRequest): Promise<ViewerAnalytics> {
    const asOf = this.clock.now();
    const user = await this.users.findById(userId);
    const timezone = asked ?? user?.timezone ?? 'UTC';
    const history = user && (await this.analytics.getViewerHistory(userId, timezone, asOf));
    if (!history) throw new DomainError('not_found', 'user.not_found');

    const [releases, model] = await Promise.all([
      this.releases.find(history.releases.map(({ releaseId }) => releaseId)),
      this.churn.findModel(),
    ]);
    const genresOf = new Map(releases.map(({ id, genres }) => [id, genres]));
    const genres = genrePreferences(history.releases, (id) => genresOf.get(id) ?? []);
    return {
      history,
      timezone,
      genres,
      hourlyScores: hourlyScores(history.viewsByHour),
      engagement: engagementScore(history.recent),
      churn: assessChurn(history, model?.fit ?? null, asOf),
      recommendedReleases: includePredictions
        ? await this.recommend.execute({
            seen: history.releases.map(({ releaseId }) => releaseId),
            genres: genres.map(({ name }) => name),
          })
        : [],
      asOf,
    };
  }
}
