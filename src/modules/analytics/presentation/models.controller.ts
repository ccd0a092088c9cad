import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '../../../common/kernel/instant';
import { RequireRole } from '../../identity';
import type { BgNbdFit } from '../domain/churn/bg-nbd';
import type { ChurnModel } from '../domain/churn/churn-model';
import { CHURN_MODEL_VERSION, CHURN_RULE_VERSION } from '../domain/churn/churn-risk';
import { ChurnRepository } from '../domain/churn/churn.repository';
import { HELD_OUT_DAYS } from '../domain/churn/train-churn-model';
import { LIFETIME_VALUE_VERSION, type LifetimeValueModel } from '../domain/payments/lifetime-value-model';
import { PaymentRepository } from '../domain/payments/payment.repository';
import {
  type ModelSummary,
  PopularityModelRepository,
} from '../domain/popularity/popularity-model.repository';
import { RECOMMENDATION_VERSION } from '../domain/recommendations/recommend';
import {
  type RecommendationModel,
  RecommendationRepository,
} from '../domain/recommendations/recommendation.repository';
import {
  type BgNbdDto,
  type ChurnModelDto,
  type LifetimeValueModelDto,
  ModelListDto,
  type PopularityModelDto,
  type RecommendationModelDto,
} from './models.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/models')
export class ModelsController {
  constructor(
    private readonly popularity: PopularityModelRepository,
    private readonly churn: ChurnRepository,
    private readonly payments: PaymentRepository,
    private readonly recommendations: RecommendationRepository,
  ) {}

  /** Which models are in use, and how good they have proved to be. */
  @Get()
  @RequireRole('admin')
  @ApiOkResponse({ type: ModelListDto })
  async list(): Promise<ModelListDto> {
    const [popularity, churn, lifetimeValues, recommendations] = await Promise.all([
      this.popularity.summarise(),
      this.churn.findModel(),
      this.payments.listModels(),
      this.recommendations.findModel(),
    ]);
    return {
      items: [
        ...popularity.map(presentPopularity),
        ...(churn ? [presentChurn(churn)] : []),
        ...lifetimeValues.map(presentLifetimeValue),
        ...(recommendations ? [presentRecommendations(recommendations)] : []),
      ],
    };
  }
}

function presentPopularity(model: ModelSummary): PopularityModelDto {
  return {
    purpose: 'popularity',
    model_version: model.version,
    releases: model.releases,
    backtested: model.backtested,
    beats_seasonal_naive: percentage(model.beatsSeasonalNaive),
    median_mase: roundTo(3, model.medianMase),
    median_wape: roundTo(3, model.medianWape),
    coverage: percentage(model.coverage),
    first_trained_at: formatInstant(model.firstTrainedAt),
    last_trained_at: formatInstant(model.lastTrainedAt),
  };
}

function presentChurn({ fit, people, calibration, trainedAt }: ChurnModel): ChurnModelDto {
  return {
    purpose: 'churn',
    model_version: fit ? CHURN_MODEL_VERSION : CHURN_RULE_VERSION,
    parameters: fit && presentFit(fit),
    viewers: people,
    calibration: calibration && {
      held_out_days: HELD_OUT_DAYS,
      viewers: calibration.people,
      stayed_away: percentage(calibration.left),
      brier_score: roundTo(4, calibration.brier),
      rule_brier_score: roundTo(4, calibration.ruleBrier),
      reliability: calibration.reliability.map(({ from, to, people: viewers, foretold, happened }) => ({
        from,
        to,
        viewers,
        foretold: roundTo(3, foretold),
        happened: roundTo(3, happened),
      })),
    },
    trained_at: formatInstant(trainedAt),
  };
}

function presentFit({ r, alpha, a, b, logLikelihood }: BgNbdFit): BgNbdDto {
  return { r, alpha, a, b, log_likelihood: logLikelihood };
}

function presentLifetimeValue(model: LifetimeValueModel): LifetimeValueModelDto {
  const { p, q, v, logLikelihood } = model.spend;
  return {
    purpose: 'lifetime_value',
    model_version: LIFETIME_VALUE_VERSION,
    currency: model.currency,
    frequency: presentFit(model.visits),
    amount: { p, q, v, log_likelihood: logLikelihood },
    payers: model.payers,
    repeat_payers: model.repeatPayers,
    trained_at: formatInstant(model.trainedAt),
  };
}

function presentRecommendations(model: RecommendationModel): RecommendationModelDto {
  const { releases, viewers, pairs, trainedAt } = model;
  return {
    purpose: 'recommendations',
    model_version: RECOMMENDATION_VERSION,
    releases,
    viewers,
    pairs,
    trained_at: formatInstant(trainedAt),
  };
}

function percentage<Share extends number | null>(share: Share): Share extends null ? number | null : number;
function percentage(share: number | null): number | null {
  return share === null ? null : roundTo(1, share * 100);
}

function roundTo(decimals: number, value: number): number;
function roundTo(decimals: number, value: number | null): number | null;
function roundTo(decimals: number, value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
