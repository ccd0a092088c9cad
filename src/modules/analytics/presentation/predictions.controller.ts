import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { ProblemDto } from '../../../common/http/problem';
import { addDays } from '../../../common/kernel/calendar-date';
import { formatInstant } from '../../../common/kernel/instant';
import { isUuid } from '../../../common/kernel/uuid';
import { RequireRole } from '../../identity';
import { type PopularityPrediction, PredictPopularity } from '../application/popularity/predict-popularity';
import { RankReleases } from '../application/popularity/rank-releases';
import type { Backtest } from '../domain/popularity/forecast-model';
import { type LeaderboardCursor } from '../domain/popularity/popularity-model.repository';
import { predictionCacheKey } from './prediction-cache-key';
import {
  type BacktestDto,
  LeaderboardDto,
  LeaderboardQueryDto,
  PopularityPredictionDto,
  PopularityPredictionRequestDto,
} from './predictions.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2')
export class PredictionsController {
  constructor(
    private readonly predictPopularity: PredictPopularity,
    private readonly rankReleases: RankReleases,
  ) {}

  /** How many views a release will have on each of the coming days. */
  @Post('predictions/popularity')
  @HttpCode(200)
  @RequireRole('admin')
  @ServeFromCache({
    from: 'body',
    dto: PopularityPredictionRequestDto,
    key: predictionCacheKey,
    ttlSeconds: 1_800,
    tags: () => ['views', 'releases', 'models'],
  })
  @ApiOkResponse({ type: PopularityPredictionDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'Unknown release' })
  async predict(@Body() body: PopularityPredictionRequestDto): Promise<PopularityPredictionDto> {
    const releaseId = body.release_id.toLowerCase();
    const prediction = await this.predictPopularity.execute({
      releaseId,
      horizonDays: body.prediction_horizon_days ?? 7,
      model: body.model ?? 'auto',
      confidence: body.confidence_level ?? 0.8,
    });
    return presentPrediction(releaseId, prediction);
  }

  /** Releases by the views that are expected, or by how much these will grow. */
  @Get('predictions/leaderboard')
  @RequireRole('admin')
  @ApiOkResponse({ type: LeaderboardDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async leaderboard(@Query() query: LeaderboardQueryDto): Promise<LeaderboardDto> {
    const horizonDays = query.horizon_days ?? 7;
    const { items, next, asOf } = await this.rankReleases.execute({
      horizonDays,
      sort: query.sort ?? 'predicted_views',
      minPreviousViews: query.min_previous_views ?? 0,
      after: query.cursor === undefined ? null : readCursor(query.cursor, isLeaderboardCursor),
      limit: query.limit ?? 50,
    });
    return {
      items: items.map((item) => ({
        release_id: item.releaseId,
        title: item.title,
        genres: [...item.genres],
        predicted_views: item.predictedViews,
        previous_views: item.previousViews,
        growth: item.growth === null ? null : Math.round(item.growth * 1_000) / 10,
        trend: item.trend,
        confidence_score: item.confidenceScore,
        model_version: item.modelVersion,
        trained_at: formatInstant(item.trainedAt),
      })),
      next_cursor: next && writeCursor(next),
      horizon_days: horizonDays,
      as_of: formatInstant(asOf),
    };
  }
}

function presentPrediction(releaseId: string, prediction: PopularityPrediction): PopularityPredictionDto {
  const { point, lower, upper } = prediction.forecast;
  return {
    release_id: releaseId,
    prediction_horizon_days: point.length,
    current_views: prediction.currentViews,
    predictions: point.map((views, day) => ({
      date: `${addDays(prediction.firstDay, day)}T00:00:00Z`,
      predicted_views: views,
      confidence_lower: lower[day]!,
      confidence_upper: upper[day]!,
    })),
    trend: prediction.trend,
    confidence_score: prediction.confidenceScore,
    model_version: prediction.modelVersion,
    history_days: prediction.historyDays,
    backtest: prediction.backtest && presentBacktest(prediction.backtest),
    trained_at: formatInstant(prediction.trainedAt),
    as_of: formatInstant(prediction.asOf),
  };
}

function presentBacktest(backtest: Backtest): BacktestDto {
  return {
    folds: backtest.folds,
    horizon_days: backtest.horizonDays,
    mase: roundTo(3, backtest.mase),
    wape: roundTo(3, backtest.wape),
    coverage: roundTo(3, backtest.coverage),
    beats_seasonal_naive: backtest.beatsSeasonalNaive,
  };
}

function roundTo(decimals: number, value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}

function isLeaderboardCursor(value: unknown): value is LeaderboardCursor {
  const { value: position, releaseId } = (value ?? {}) as Record<string, unknown>;
  const isPosition = position === null || (typeof position === 'number' && Number.isFinite(position));
  return isPosition && typeof releaseId === 'string' && isUuid(releaseId);
}
