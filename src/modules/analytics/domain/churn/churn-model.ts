import type { BgNbdFit } from './bg-nbd';
import type { ReliabilityBin } from './calibration';

/** How well the model would have foretold the month before it was fitted. */
export interface ChurnCalibration {
  /** People with a view before that month. */
  readonly people: number;
  /** Share of them without a view in it, 0…1. */
  readonly left: number;
  /** Brier scores of the model and of the rule on idle days. */
  readonly brier: number;
  readonly ruleBrier: number;
  readonly reliability: readonly ReliabilityBin[];
}

export interface ChurnModel {
  /** Null: too few people, or no maximum was found; then the rule on idle days stands. */
  readonly fit: BgNbdFit | null;
  /** People that it was fitted on. */
  readonly people: number;
  /** Null: nobody had a view before the month that was held out, or no model could be fitted without it. */
  readonly calibration: ChurnCalibration | null;
  readonly trainedAt: Date;
}
