/**
 * Accuracy of forecasts, by the definitions of the M4 competition (Makridakis, Spiliotis, Assimakopoulos, International
 * Journal of Forecasting 36 (2020) 54–74). `actual` and `forecast` have the same length; null: cannot be told.
 */

/** Mean absolute error, in the unit of the series. */
export function meanAbsoluteError(actual: readonly number[], forecast: readonly number[]): number {
  return mean(actual.map((value, index) => Math.abs(value - forecast[index]!)));
}

/** Mean absolute difference between values `lag` steps apart: the in-sample error of the seasonal naive method. */
export function naiveScale(history: readonly number[], lag = 7): number | null {
  if (history.length <= lag) return null;
  const scale = mean(history.slice(lag).map((value, index) => Math.abs(value - history[index]!)));
  return scale > 0 ? scale : null;
}

/** Mean absolute scaled error: mean absolute error ÷ {@link naiveScale} of the history. */
export function mase(
  actual: readonly number[],
  forecast: readonly number[],
  history: readonly number[],
  lag = 7,
): number | null {
  const scale = naiveScale(history, lag);
  return scale === null ? null : meanAbsoluteError(actual, forecast) / scale;
}

/** Symmetric mean absolute percentage error, 0…200; days on which both are 0 count as 0. */
export function smape(actual: readonly number[], forecast: readonly number[]): number {
  return mean(
    actual.map((value, index) => {
      const other = forecast[index]!;
      const size = Math.abs(value) + Math.abs(other);
      return size === 0 ? 0 : (200 * Math.abs(value - other)) / size;
    }),
  );
}

/** Weighted absolute percentage error as a fraction: Σ|error| ÷ Σ|actual|. */
export function wape(actual: readonly number[], forecast: readonly number[]): number | null {
  const size = sum(actual.map(Math.abs));
  return size > 0 ? sum(actual.map((value, index) => Math.abs(value - forecast[index]!))) / size : null;
}

/** Share of the values inside the band, bounds included. */
export function coverage(
  actual: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): number {
  return mean(actual.map((value, index) => (value >= lower[index]! && value <= upper[index]! ? 1 : 0)));
}

/** Mean scaled interval score at confidence `level`: width, and 2 ÷ (1 − level) times what lies outside. */
export function msis(
  actual: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  history: readonly number[],
  level: number,
  lag = 7,
): number | null {
  const scale = naiveScale(history, lag);
  if (scale === null) return null;
  const penalty = 2 / (1 - level);
  const scores = actual.map((value, index) => {
    const [low, high] = [lower[index]!, upper[index]!];
    return high - low + penalty * (Math.max(0, low - value) + Math.max(0, value - high));
  });
  return mean(scores) / scale;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
