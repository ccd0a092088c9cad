import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { formatInstant } from '../../../common/kernel/instant';
import { isUuid } from '../../../common/kernel/uuid';
import { AuditedRead, OwnerOrAdmin, RequireRole } from '../../identity';
import { ListViewersAtRisk, type NamedViewer } from '../application/viewers/list-viewers-at-risk';
import { ReadViewerAnalytics, type ViewerAnalytics } from '../application/viewers/read-viewer-analytics';
import type { AtRiskCursor } from '../domain/churn/churn.repository';
import { viewerCacheKey } from './viewer-cache-key';
import {
  ViewerAnalyticsDto,
  ViewerAnalyticsQueryDto,
  type ViewerAtRiskDto,
  ViewersAtRiskDto,
  ViewersAtRiskQueryDto,
} from './viewers.dto';

const DAY_MS = 86_400_000;

@ApiTags('analytics-v2')
@Controller('analytics/v2/users')
export class ViewersController {
  constructor(
    private readonly readViewerAnalytics: ReadViewerAnalytics,
    private readonly listViewersAtRisk: ListViewersAtRisk,
  ) {}

  /** Who is about to leave. */
  @Get()
  @RequireRole('admin')
  @AuditedRead('viewers.at_risk')
  @ApiOkResponse({ type: ViewersAtRiskDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async list(@Query() query: ViewersAtRiskQueryDto): Promise<ViewersAtRiskDto> {
    const { viewers, next } = await this.listViewersAtRisk.execute({
      risk: query.churn_risk ?? null,
      sort: query.sort ?? 'churn_probability',
      after: query.cursor === undefined ? null : readCursor(query.cursor, isAtRiskCursor),
      limit: query.limit ?? 50,
    });
    return { items: viewers.map(presentViewer), next_cursor: next && writeCursor(next) };
  }

  /** How one viewer watches, for the viewer and for administrators, whose reading is written down. */
  @Get(':user_id/analytics')
  @OwnerOrAdmin('user_id')
  @AuditedRead('user.analytics', 'user_id')
  @ServeFromCache({
    from: 'query',
    dto: ViewerAnalyticsQueryDto,
    key: viewerCacheKey,
    ttlSeconds: 900,
    tags: (_, { user_id }) => [`viewer:${user_id!.toLowerCase()}`, 'viewers', 'releases', 'models'],
  })
  @ApiOkResponse({ type: ViewerAnalyticsDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'Unknown user; administrators alone are told' })
  async read(
    @Param('user_id', IdPipe) userId: string,
    @Query() query: ViewerAnalyticsQueryDto,
  ): Promise<ViewerAnalyticsDto> {
    const analytics = await this.readViewerAnalytics.execute({
      userId,
      timezone: query.timezone ?? null,
      includePredictions: query.include_predictions ?? false,
    });
    return presentAnalytics(analytics, query.genre_limit ?? 5);
  }
}

function presentAnalytics(analytics: ViewerAnalytics, genreLimit: number): ViewerAnalyticsDto {
  const { history, churn, asOf } = analytics;
  const daysSince = (instant: Date) => Math.max(0, Math.floor((asOf.getTime() - instant.getTime()) / DAY_MS));
  return {
    user_id: history.userId,
    total_views: history.views,
    total_watch_time_minutes: roundTo(1, history.watchedSeconds / 60),
    favorite_genres: analytics.genres.slice(0, genreLimit).map(({ name, views, share }) => ({
      genre_name: name,
      views_count: views,
      percentage: roundTo(1, 100 * share),
    })),
    activity_patterns: analytics.hourlyScores.map((score, hour) => ({
      hour,
      activity_score: roundTo(2, score),
    })),
    average_completion_rate: history.completion === null ? null : roundTo(1, 100 * history.completion),
    days_since_registration: daysSince(history.registeredAt),
    days_since_last_activity: history.lastViewedAt && daysSince(history.lastViewedAt),
    engagement_score: roundTo(2, analytics.engagement),
    churn_risk: churn.risk,
    churn_probability: roundTo(3, churn.probability),
    churn_reasons: [...churn.reasons],
    recommended_content_ids: analytics.recommendedReleases.map(({ id }) => id),
    recommended_releases: analytics.recommendedReleases.map(({ id, title, genres }) => ({
      release_id: id,
      title,
      genres,
    })),
    model_version: churn.modelVersion,
    timezone: analytics.timezone,
    as_of: formatInstant(asOf),
  };
}

function presentViewer(viewer: NamedViewer): ViewerAtRiskDto {
  return {
    user_id: viewer.userId,
    name: viewer.name,
    registered_at: formatInstant(viewer.registeredAt),
    last_viewed_at: viewer.lastViewedAt && formatInstant(viewer.lastViewedAt),
    total_views: viewer.views,
    churn_risk: viewer.risk,
    churn_probability: roundTo(3, viewer.probability),
    churn_reasons: [...viewer.reasons],
    model_version: viewer.modelVersion,
    scored_at: formatInstant(viewer.scoredAt),
  };
}

function roundTo(decimals: number, value: number): number {
  return Number(value.toFixed(decimals));
}

function isAtRiskCursor(value: unknown): value is AtRiskCursor {
  const { value: position, userId } = (value ?? {}) as Record<string, unknown>;
  const isPosition = position === null || (typeof position === 'number' && Number.isFinite(position));
  return isPosition && typeof userId === 'string' && isUuid(userId);
}
