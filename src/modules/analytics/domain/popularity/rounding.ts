import type { Forecast } from './forecast-model';

/** Whole views, halves up; the band keeps the point. */
export function rounded(forecast: Forecast): Forecast {
  const round = (values: readonly number[]) => values.map((value) => Math.floor(value + 0.5));
  return { point: round(forecast.point), lower: round(forecast.lower), upper: round(forecast.upper) };
}
