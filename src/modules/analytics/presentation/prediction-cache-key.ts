import { optionSuffix } from '../../../common/cache/option-suffix';
import { PopularityPredictionRequestDto } from './predictions.dto';

const defaults = new PopularityPredictionRequestDto();

/** `prediction:{release_id}:{days}`, then the options that differ from their defaults. */
export function predictionCacheKey(request: PopularityPredictionRequestDto): string {
  const { release_id, prediction_horizon_days, ...options } = request;
  const days = prediction_horizon_days ?? defaults.prediction_horizon_days;
  return `prediction:${release_id.toLowerCase()}:${days}${optionSuffix(options, defaults)}`;
}
