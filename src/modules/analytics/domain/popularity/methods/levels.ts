import { mean, median } from '../statistics';

/** Methods for a series without weekdays: they differ in what they take for its level, and where it goes. */

/** Longer histories add cost, and nothing to the level. */
const SMOOTHING_DAYS = 180;
const ALPHAS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The median of the last `days`. */
export const medianLevel =
  (days: number) =>
  (values: readonly number[], horizon: number): number[] =>
    new Array<number>(horizon).fill(median(values.slice(-days)));

/**
 * The median of the last week, which returns to the median of the last `days` by the factor `memory` a day: interest
 * that an event has raised fades.
 */
export const revertingLevel =
  (days: number, memory: number) =>
  (values: readonly number[], horizon: number): number[] => {
    const recent = median(values.slice(-7));
    const usual = median(values.slice(-days));
    return Array.from({ length: horizon }, (_, step) => usual + (recent - usual) * memory ** (step + 1));
  };

/** Simple exponential smoothing, with the weight that has the least absolute error one day ahead. */
export function smoothedLevel(values: readonly number[], horizon: number): number[] {
  return new Array<number>(horizon).fill(smooth(values.slice(-SMOOTHING_DAYS)).level);
}

/**
 * The Theta method in the form of Hyndman and Billah (International Journal of Forecasting 19 (2003) 287–290): simple
 * exponential smoothing with half the slope of the straight line through the series.
 */
export function thetaLine(values: readonly number[], horizon: number): number[] {
  const recent = values.slice(-SMOOTHING_DAYS);
  const { level, alpha } = smooth(recent);
  const drift = slope(recent) / 2;
  const lag = (1 - (1 - alpha) ** recent.length) / alpha;
  return Array.from({ length: horizon }, (_, step) => level + drift * (step + lag));
}

function smooth(values: readonly number[]): { level: number; alpha: number } {
  const start = median(values.slice(0, 7));
  let best = { error: Infinity, level: start, alpha: 1 };
  for (const alpha of ALPHAS) {
    let level = start;
    let error = 0;
    for (const value of values) {
      error += Math.abs(value - level);
      level += alpha * (value - level);
    }
    if (error < best.error) best = { error, level, alpha };
  }
  return best;
}

function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const centre = mean(values);
  let [products, squares] = [0, 0];
  for (const [day, value] of values.entries()) {
    products += (day - middle) * (value - centre);
    squares += (day - middle) ** 2;
  }
  return squares > 0 ? products / squares : 0;
}
