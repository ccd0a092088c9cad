import { coverage, mase, meanAbsoluteError, wape } from './accuracy';
import { backtest, errorsOf } from './backtest';
import type { Backtest, Forecast } from './forecast-model';
import { mean } from './statistics';

export const LINEAR_VERSION = 'linear_v1.0';
const HISTORY_DAYS = 30;
const STEP = 0.05;
const BAND = 0.2;

/**
 * The seed's method, kept as the baseline: the mean m of the last 30 days, and s = +1 or −1 when the mean of their
 * second half lies over 5 % above or below that of the first, else 0; day i (1, 2, …) is m·max(0, 1 + 0.05·s·i), with a
 * band of ±20 % whatever the level. Without any history it is 0.
 */
export function linearForecast(views: readonly number[], horizonDays: number): Forecast {
  const recent = views.slice(-HISTORY_DAYS);
  const level = recent.length > 0 ? mean(recent) : 0;
  const direction = directionOf(recent);
  const point = Array.from(
    { length: horizonDays },
    (_, index) => level * Math.max(0, 1 + STEP * direction * (index + 1)),
  );
  return {
    point,
    lower: point.map((value) => value * (1 - BAND)),
    upper: point.map((value) => value * (1 + BAND)),
  };
}

function directionOf(recent: readonly number[]): -1 | 0 | 1 {
  if (recent.length < 2) return 0;
  const half = Math.floor(recent.length / 2);
  const [before, after] = [mean(recent.slice(0, half)), mean(recent.slice(half))];
  if (after > before * (1 + STEP)) return 1;
  return after < before * (1 - STEP) ? -1 : 0;
}

/** How the method did on days that it had not seen; null when there are too few. */
export function backtestLinear(views: readonly number[]): Backtest | null {
  const folds = backtest(views, ['snaive']);
  if (folds.length === 0) return null;
  const said = folds.map(({ known, actual }) => linearForecast(known, actual.length));
  const errors = folds.map(({ known, actual }, fold) => mase(actual, said[fold]!.point, known));
  const told = errors.filter((error) => error !== null);
  const missed = folds.map(({ actual }, fold) => meanAbsoluteError(actual, said[fold]!.point));
  return {
    folds: folds.length,
    horizonDays: folds[0]!.actual.length,
    mase: told.length > 0 ? mean(told) : null,
    wape: wape(
      folds.flatMap(({ actual }) => actual),
      said.flatMap(({ point }) => point),
    ),
    coverage: mean(folds.map(({ actual }, fold) => coverage(actual, said[fold]!.lower, said[fold]!.upper))),
    beatsSeasonalNaive: mean(missed) < mean(errorsOf(folds, ['snaive'])),
  };
}
