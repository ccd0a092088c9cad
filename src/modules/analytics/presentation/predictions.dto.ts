import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { AsInteger } from '../../../common/http/validation/as-integer';
import { IsId } from '../../../common/http/validation/constraints';
import { PREDICTION_MODELS, type PredictionModel } from '../application/popularity/predict-popularity';
import { LEADERBOARD_SORTS, type LeaderboardSort } from '../domain/popularity/popularity-model.repository';
import { type Trend, TRENDS } from '../domain/popularity/trend';

export class PopularityPredictionRequestDto {
  @IsId()
  @ApiProperty({ format: 'uuid' })
  release_id: string;

  /** Days to predict, beginning tomorrow (UTC). */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(90)
  @ApiProperty({ type: 'integer' })
  prediction_horizon_days?: number = 7;

  /** `auto`: the best of what a backtest proves; `linear`: the simple baseline; `seasonal`: MSTL with ETS alone. */
  @IsOptional()
  @IsIn(PREDICTION_MODELS)
  @ApiProperty({ enum: PREDICTION_MODELS })
  model?: PredictionModel = 'auto';

  /** Share of the days that the band is to hold. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0.5)
  @Max(0.99)
  confidence_level?: number = 0.8;
}

export class PredictionPointDto {
  /** Begin of the UTC day. */
  @ApiProperty({ format: 'date-time', example: '2026-01-06T00:00:00Z' })
  date: string;

  @ApiProperty({ type: 'integer', example: 220 })
  predicted_views: number;

  @ApiProperty({ type: 'integer', example: 176 })
  confidence_lower: number;

  @ApiProperty({ type: 'integer', example: 264 })
  confidence_upper: number;
}

export class BacktestDto {
  /** How many times the method was tried on days that it had not seen. */
  @ApiProperty({ type: 'integer', example: 8 })
  folds: number;

  /** Days of each fold. */
  @ApiProperty({ type: 'integer', example: 28 })
  horizon_days: number;

  /** Mean absolute scaled error against last week's repetition; null where the history never changes. */
  @ApiProperty({ example: 0.84 })
  mase: number | null;

  /** Sum of the absolute errors ÷ sum of the views, a fraction; null where the held-out days have no views. */
  @ApiProperty({ example: 0.28 })
  wape: number | null;

  /** Share of held-out days inside a band of 80 % that was made without them; null with a single fold. */
  @ApiProperty({ example: 0.81 })
  coverage: number | null;

  beats_seasonal_naive: boolean;
}

export class PopularityPredictionDto {
  @ApiProperty({ format: 'uuid' })
  release_id: string;

  @ApiProperty({ type: 'integer', example: 7 })
  prediction_horizon_days: number;

  /** All views so far. */
  @ApiProperty({ type: 'integer', example: 1500 })
  current_views: number;

  /** One row a day, beginning tomorrow (UTC). */
  @ApiProperty({ type: [PredictionPointDto] })
  predictions: PredictionPointDto[];

  /** Mean of the forecast against the mean of the last equal number of days: 5 % make a difference. */
  @ApiProperty({ enum: TRENDS })
  trend: Trend;

  /** max(0, 1 − WAPE of the backtest); 0 without one. */
  @ApiProperty({ example: 0.72 })
  confidence_score: number;

  @ApiProperty({ example: 'auto_v1.0:revert180+revert365+median14+mstl+weekdaymedian' })
  model_version: string;

  /** Whole days of history that the forecast is made of, at most 730. */
  @ApiProperty({ type: 'integer', example: 182 })
  history_days: number;

  /** Null: too little history to try anything. */
  @ApiProperty({ type: BacktestDto })
  backtest: BacktestDto | null;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;

  /** When the answer was computed. */
  @ApiProperty({ format: 'date-time' })
  as_of: string;
}

export class LeaderboardQueryDto extends PageQueryDto {
  /** Days that the predictions are summed over. */
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(90)
  @ApiProperty({ type: 'integer' })
  horizon_days?: number = 7;

  /** Most views first, or most growth. */
  @IsOptional()
  @IsIn(LEADERBOARD_SORTS)
  @ApiProperty({ enum: LEADERBOARD_SORTS })
  sort?: LeaderboardSort = 'predicted_views';

  /** Leaves out releases with fewer views in the days before, whose growth says little. */
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  @ApiProperty({ type: 'integer' })
  min_previous_views?: number = 0;
}

export class RankedReleaseDto {
  @ApiProperty({ format: 'uuid' })
  release_id: string;

  @ApiProperty({ example: 'Spirited Away' })
  title: string;

  @ApiProperty({ type: [String], example: ['Animation', 'Fantasy'] })
  genres: string[];

  /** Sum over the horizon. */
  @ApiProperty({ type: 'integer', example: 1540 })
  predicted_views: number;

  /** Views of as many days up to yesterday. */
  @ApiProperty({ type: 'integer', example: 1402 })
  previous_views: number;

  /** Change from the previous views in percent, with one decimal; null without previous views. */
  @ApiProperty({ example: 9.8 })
  growth: number | null;

  @ApiProperty({ enum: TRENDS })
  trend: Trend;

  @ApiProperty({ example: 0.72 })
  confidence_score: number;

  @ApiProperty({ example: 'auto_v1.0:revert180+revert365+median14+mstl+weekdaymedian' })
  model_version: string;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;
}

export class LeaderboardDto {
  /** The most first. Releases are on it once they have been viewed and a model was trained, within the hour. */
  @ApiProperty({ type: [RankedReleaseDto] })
  items: RankedReleaseDto[];

  /** Pass it as `cursor` to get the next page; null on the last one. */
  next_cursor: string | null;

  @ApiProperty({ type: 'integer', example: 7 })
  horizon_days: number;

  @ApiProperty({ format: 'date-time' })
  as_of: string;
}
