import { forecastWith, trainModel } from '../../domain/popularity/auto-forecaster';
import { loadAugurs } from './load-augurs';

/** What the thread does; its functions are called by name from {@link WorkerForecaster}. */
loadAugurs();

export const train = (args: Parameters<typeof trainModel>) => trainModel(...args);
export const forecast = (args: Parameters<typeof forecastWith>) => forecastWith(...args);
