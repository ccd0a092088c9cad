import type { MethodName } from './methods/methods';

/** Expected views of the coming days and their band; never negative, lower ≤ point ≤ upper, not rounded. */
export interface Forecast {
  readonly point: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** `auto`: the best of what the backtest proves. `seasonal`: MSTL with ETS alone. */
export const TRAINING_MODES = ['auto', 'seasonal'] as const;
export type TrainingMode = (typeof TRAINING_MODES)[number];

/** How a method did on days that it had not seen. */
export interface Backtest {
  readonly folds: number;
  readonly horizonDays: number;
  /** Null where the history never changes from week to week. */
  readonly mase: number | null;
  /** Fraction; null where the held-out days have no views. */
  readonly wape: number | null;
  /** Share of held-out days inside the band of 80 % that the other folds give; null with a single fold. */
  readonly coverage: number | null;
  readonly beatsSeasonalNaive: boolean;
}

/** What training finds out about a series; the methods themselves are fitted anew to the days that have come since. */
export interface ForecastModel {
  readonly version: string;
  /** The forecast is the median of theirs. */
  readonly methods: readonly MethodName[];
  /** Days of history that were trained on. */
  readonly historyDays: number;
  readonly backtest: Backtest | null;
  /** By fold and step: the absolute error of the forecast, in units that folds can be compared by. */
  readonly residuals: readonly (readonly number[])[];
}
