import type { Forecast, ForecastModel, TrainingMode } from './forecast-model';

/** Runs training and forecasts where they keep nobody waiting. Fails when a task takes over ten seconds. */
export abstract class Forecaster {
  /** `views` of at least one day. */
  abstract train(views: readonly number[], mode: TrainingMode): Promise<ForecastModel>;

  /** `confidence` is the share (0…1) of days that the band is to hold. */
  abstract forecast(
    model: ForecastModel,
    views: readonly number[],
    horizonDays: number,
    confidence: number,
  ): Promise<Forecast>;
}
