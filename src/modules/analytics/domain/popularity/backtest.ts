import { meanAbsoluteError } from './accuracy';
import { combine, forecastBy, type MethodForecasts } from './combination';
import type { MethodName } from './methods/methods';

/** One origin of a rolling-origin backtest: what was known, what came, and what each method had said. */
export interface Fold {
  readonly known: readonly number[];
  readonly actual: readonly number[];
  readonly forecasts: MethodForecasts;
}

/** The fewest days that a method is tried on. */
const LEAST_KNOWN_DAYS = 14;
const MAX_FOLDS = 8;
/** Longest horizon first; the days of a fold are never those of another. */
const HORIZONS = [
  { days: 28, leastFolds: 3 },
  { days: 14, leastFolds: 3 },
  { days: 7, leastFolds: 1 },
];

/**
 * Forecasts the last days of a series from the days before them, again and again, as it would have been done then
 * (Tashman, International Journal of Forecasting 16 (2000) 437–450). Latest fold first; none when there are too few days.
 */
export function backtest(views: readonly number[], methods: readonly MethodName[]): Fold[] {
  for (const { days, leastFolds } of HORIZONS) {
    const folds = Math.min(MAX_FOLDS, Math.floor((views.length - LEAST_KNOWN_DAYS) / days));
    if (folds >= leastFolds) {
      return Array.from({ length: folds }, (_, index) => {
        const origin = views.length - days * (index + 1);
        const known = views.slice(0, origin);
        return {
          known,
          actual: views.slice(origin, origin + days),
          forecasts: forecastBy(methods, known, days),
        };
      });
    }
  }
  return [];
}

/** Mean absolute error of a combination in each fold. */
export function errorsOf(folds: readonly Fold[], methods: readonly MethodName[]): number[] {
  return folds.map((fold) => meanAbsoluteError(fold.actual, combine(methods, fold.forecasts)));
}
