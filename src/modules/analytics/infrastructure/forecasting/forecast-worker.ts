import { forecastWith, trainModel } from '../../domain/popularity/auto-forecaster';
import type { Forecast, ForecastModel } from '../../domain/popularity/forecast-model';
import { loadAugurs } from './load-augurs';

export type ForecastTask =
  { readonly train: Parameters<typeof trainModel> } | { readonly forecast: Parameters<typeof forecastWith> };

loadAugurs();

/** What the thread does with a task. */
export default function run(task: ForecastTask): ForecastModel | Forecast {
  return 'train' in task ? trainModel(...task.train) : forecastWith(...task.forecast);
}
