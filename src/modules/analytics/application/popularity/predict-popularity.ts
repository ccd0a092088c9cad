import { Injectable } from '@nestjs/common';
import { addDays, type CalendarDate, localDate } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { DomainError } from '../../../../common/kernel/domain-error';
import { ReleaseRepository } from '../../../catalogue';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import { confidenceScore } from '../../domain/popularity/auto-forecaster';
import { COLD_START_DAYS, COLD_START_VERSION, coldStartForecast } from '../../domain/popularity/cold-start';
import { type DailySeries, dailySeries, MAX_HISTORY_DAYS } from '../../domain/popularity/daily-series';
import type { Backtest, Forecast, TrainingMode } from '../../domain/popularity/forecast-model';
import { Forecaster } from '../../domain/popularity/forecaster';
import { backtestLinear, LINEAR_VERSION, linearForecast } from '../../domain/popularity/linear-forecast';
import {
  PopularityModelRepository,
  type StoredModel,
} from '../../domain/popularity/popularity-model.repository';
import { isTrainingDue } from '../../domain/popularity/retraining';
import { rounded } from '../../domain/popularity/rounding';
import { type Trend, trendOf } from '../../domain/popularity/trend';

export const PREDICTION_MODELS = ['auto', 'linear', 'seasonal'] as const;
export type PredictionModel = (typeof PREDICTION_MODELS)[number];

export interface PredictionRequest {
  readonly releaseId: string;
  readonly horizonDays: number;
  readonly model: PredictionModel;
  /** Share (0…1) of days that the band is to hold. */
  readonly confidence: number;
}

interface Prediction {
  readonly modelVersion: string;
  readonly forecast: Forecast;
  readonly backtest: Backtest | null;
  readonly trainedAt: Date;
}

export interface PopularityPrediction extends Prediction {
  readonly currentViews: number;
  /** The day of the first prediction. */
  readonly firstDay: CalendarDate;
  readonly historyDays: number;
  readonly trend: Trend;
  readonly confidenceScore: number;
  readonly asOf: Date;
}

/** How many views a release will have on each of the coming days. */
@Injectable()
export class PredictPopularity {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: ReleaseRepository,
    private readonly models: PopularityModelRepository,
    private readonly forecaster: Forecaster,
    private readonly clock: Clock,
  ) {}

  async execute(request: PredictionRequest): Promise<PopularityPrediction> {
    const { releaseId } = request;
    const [release] = await this.releases.find([releaseId]);
    if (!release) throw new DomainError('not_found', 'release.not_found');
    const asOf = this.clock.now();
    const today = localDate(asOf, 'UTC');
    const yesterday = addDays(today, -1);
    const [totals, histories] = await Promise.all([
      this.analytics.getCurrentReleaseViews([releaseId]),
      this.analytics.getViewHistories([releaseId], addDays(today, -MAX_HISTORY_DAYS), yesterday),
    ]);
    const series = dailySeries(histories.get(releaseId), yesterday);
    const prediction = await this.predict(request, series, release.genres, asOf);
    return {
      ...prediction,
      forecast: rounded(prediction.forecast),
      currentViews: totals.get(releaseId) ?? 0,
      firstDay: addDays(today, 1),
      historyDays: series.views.length,
      // Before rounding, which could hide that a few views a week become fewer.
      trend: trendOf(series.views, prediction.forecast.point),
      confidenceScore: confidenceScore(prediction.backtest),
      asOf,
    };
  }

  private async predict(
    { releaseId, model, horizonDays, confidence }: PredictionRequest,
    { views }: DailySeries,
    genres: readonly string[],
    asOf: Date,
  ): Promise<Prediction> {
    if (model === 'linear') {
      // The seed counts its days from the first predicted one.
      const forecast = linearForecast(views, horizonDays);
      return { modelVersion: LINEAR_VERSION, forecast, backtest: backtestLinear(views), trainedAt: asOf };
    }
    if (views.length < COLD_START_DAYS) {
      const curve = await this.models.findAgeCurve([...genres, '']);
      const forecast = fromTomorrow(coldStartForecast(views, curve, horizonDays + 1, confidence));
      return { modelVersion: COLD_START_VERSION, forecast, backtest: null, trainedAt: asOf };
    }
    const stored = await this.modelOf(releaseId, model, views, asOf);
    const forecast = await this.forecaster.forecast(stored.model, views, horizonDays + 1, confidence);
    return {
      modelVersion: stored.model.version,
      forecast: fromTomorrow(forecast),
      backtest: stored.model.backtest,
      trainedAt: stored.trainedAt,
    };
  }

  /** The stored model, or one trained now: of its own series a request waits for some 50 ms, of others never. */
  private async modelOf(
    releaseId: string,
    mode: TrainingMode,
    views: readonly number[],
    asOf: Date,
  ): Promise<StoredModel> {
    const stored = await this.models.find(releaseId, mode);
    if (stored && !isTrainingDue(views.length, stored.model.historyDays)) return stored;
    const trained = { releaseId, mode, model: await this.forecaster.train(views, mode), trainedAt: asOf };
    await this.models.save([{ ...trained, outlook: null }]);
    return trained;
  }
}

/** Histories end with yesterday and predictions begin with tomorrow: the first forecast is of today. */
function fromTomorrow({ point, lower, upper }: Forecast): Forecast {
  return { point: point.slice(1), lower: lower.slice(1), upper: upper.slice(1) };
}
