import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { CHURN_MODEL_VERSION } from '../domain/churn/churn-risk';
import { LIFETIME_VALUE_VERSION } from '../domain/payments/lifetime-value-model';

export class PopularityModelDto {
  /** What the model is for. */
  @ApiProperty({ enum: ['popularity'] })
  purpose: 'popularity';

  @ApiProperty({ example: 'auto_v1.0:revert180+revert365+median14+mstl+weekdaymedian' })
  model_version: string;

  /** Releases that it was chosen for. */
  @ApiProperty({ type: 'integer', example: 271 })
  releases: number;

  /** Those of them with views on the days that the backtest held out; the figures below are over them. */
  @ApiProperty({ type: 'integer', example: 271 })
  backtested: number;

  /** Percentage with one decimal. */
  @ApiProperty({ example: 96.7 })
  beats_seasonal_naive: number | null;

  @ApiProperty({ example: 0.74 })
  median_mase: number | null;

  @ApiProperty({ example: 0.46 })
  median_wape: number | null;

  /** Held-out days inside the band of 80 %, in percent with one decimal. */
  @ApiProperty({ example: 80.4 })
  coverage: number | null;

  /** When the oldest of them was trained. */
  @ApiProperty({ format: 'date-time' })
  first_trained_at: string;

  @ApiProperty({ format: 'date-time' })
  last_trained_at: string;
}

export class BgNbdDto {
  @ApiProperty({ example: 0.385 })
  r: number;

  @ApiProperty({ example: 1.493 })
  alpha: number;

  @ApiProperty({ example: 0.399 })
  a: number;

  @ApiProperty({ example: 2.502 })
  b: number;

  @ApiProperty({ example: -100039.79 })
  log_likelihood: number;
}

export class ReliabilityBinDto {
  @ApiProperty({ example: 0.9 })
  from: number;

  @ApiProperty({ example: 1 })
  to: number;

  @ApiProperty({ type: 'integer', example: 1048 })
  viewers: number;

  /** Mean probability that was foretold; null in an empty bin. */
  @ApiProperty({ example: 0.98 })
  foretold: number | null;

  /** Share of them who did stay away; null in an empty bin. */
  @ApiProperty({ example: 1 })
  happened: number | null;
}

export class ChurnCalibrationDto {
  /** Days before the training that the model was tried on without having seen them. */
  @ApiProperty({ type: 'integer', example: 30 })
  held_out_days: number;

  /** With a view before those days. */
  @ApiProperty({ type: 'integer', example: 3858 })
  viewers: number;

  /** Share of them without a view in those days, in percent with one decimal. */
  @ApiProperty({ example: 71.5 })
  stayed_away: number;

  /** Mean squared error of the probabilities, 0…1, the less the better. */
  @ApiProperty({ example: 0.0861 })
  brier_score: number;

  /** The same for the rule on idle days alone. */
  @ApiProperty({ example: 0.113 })
  rule_brier_score: number;

  @ApiProperty({ type: [ReliabilityBinDto] })
  reliability: ReliabilityBinDto[];
}

export class ChurnModelDto {
  @ApiProperty({ enum: ['churn'] })
  purpose: 'churn';

  /** `heuristic_v1.0`: too few viewers, or no fit; then the rule on idle days stands. */
  @ApiProperty({ example: CHURN_MODEL_VERSION })
  model_version: string;

  /** Of BG/NBD on active days, times in days; null without a fit. */
  @ApiProperty({ type: BgNbdDto })
  parameters: BgNbdDto | null;

  /** That it was fitted on: at most some 20,000, drawn by lot. */
  @ApiProperty({ type: 'integer', example: 4703 })
  viewers: number;

  /** Null: nobody had a view before the days that were held out, or no model could be fitted without them. */
  @ApiProperty({ type: ChurnCalibrationDto })
  calibration: ChurnCalibrationDto | null;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;
}

export class GammaGammaDto {
  @ApiProperty({ example: 6.25 })
  p: number;

  @ApiProperty({ example: 3.74 })
  q: number;

  /** Minor units. */
  @ApiProperty({ example: 1544 })
  v: number;

  @ApiProperty({ example: -4058.5 })
  log_likelihood: number;
}

export class LifetimeValueModelDto {
  @ApiProperty({ enum: ['lifetime_value'] })
  purpose: 'lifetime_value';

  @ApiProperty({ example: LIFETIME_VALUE_VERSION })
  model_version: string;

  @ApiProperty({ example: 'EUR' })
  currency: string;

  /** How often people pay, times in days. */
  @ApiProperty({ type: BgNbdDto })
  frequency: BgNbdDto;

  /** How much at a time. */
  @ApiProperty({ type: GammaGammaDto })
  amount: GammaGammaDto;

  @ApiProperty({ type: 'integer', example: 1890 })
  payers: number;

  /** With more than one day of payments. */
  @ApiProperty({ type: 'integer', example: 946 })
  repeat_payers: number;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;
}

export class RecommendationModelDto {
  @ApiProperty({ enum: ['recommendations'] })
  purpose: 'recommendations';

  @ApiProperty({ example: 'item_cosine_v1.0' })
  model_version: string;

  /** With neighbours. */
  @ApiProperty({ type: 'integer', example: 270 })
  releases: number;

  @ApiProperty({ type: 'integer', example: 4703 })
  viewers: number;

  /** Of a viewer and a release that it was learned from. */
  @ApiProperty({ type: 'integer', example: 88_000 })
  pairs: number;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;
}

const MODELS = [PopularityModelDto, ChurnModelDto, LifetimeValueModelDto, RecommendationModelDto];

@ApiExtraModels(...MODELS)
export class ModelListDto {
  /**
   * The forecasts' models, one row for each version in use, the most used first; then those of churn, of lifetime value by
   * currency, and of recommendations, once they have been trained.
   */
  @ApiProperty({ type: 'array', items: { oneOf: MODELS.map((model) => ({ $ref: getSchemaPath(model) })) } })
  items: (PopularityModelDto | ChurnModelDto | LifetimeValueModelDto | RecommendationModelDto)[];
}
