import { quantile, mean, nonDecreasing } from './statistics';

/** Steps on either side whose residuals say as much of a step as its own. */
const NEIGHBOURS = 5;
/** So many independent residuals a fold is worth: those of neighbouring days go together. */
const INDEPENDENT_A_FOLD = 6;
const WEEK = 7;
const VOLATILITY_DAYS = 56;

/**
 * Absolute errors of one fold by step, in units of {@link scaleOf}, so that the folds of busy and of calm times can be
 * compared. `known` are the views before the fold.
 */
export function scaledResiduals(
  known: readonly number[],
  actual: readonly number[],
  point: readonly number[],
): number[] {
  const scale = scaleOf(known, point);
  return actual.map((value, step) => Math.abs(value - point[step]!) / scale);
}

/**
 * Half-widths of the band around `point` that holds the share `confidence` (0…1) of the days, by step: split-conformal
 * quantiles of what the folds missed by, never shrinking with the horizon. Beyond the steps that were tried they grow
 * with the square root of the horizon, as those of a random walk do. `residuals` hold at least one fold, and `point` at
 * least as many steps as a fold.
 *
 * Of n independent residuals a further one exceeds the quantile (1 + 1/n)·confidence with the probability asked for (Lei
 * et al., JASA 113 (2018) 1094–1111).
 */
export function halfWidths(
  residuals: readonly (readonly number[])[],
  known: readonly number[],
  point: readonly number[],
  confidence: number,
): number[] {
  const steps = residuals[0]!.length;
  const level = Math.min(1, confidence * (1 + 1 / (INDEPENDENT_A_FOLD * residuals.length)));
  const tried = nonDecreasing(
    Array.from({ length: steps }, (_, step) =>
      quantile(
        residuals.flatMap((fold) => fold.slice(Math.max(0, step - NEIGHBOURS), step + NEIGHBOURS + 1)),
        level,
      ),
    ),
  );
  const scale = scaleOf(known, point.slice(0, steps));
  const widest = tried.at(-1)!;
  return point.map((_, step) => scale * (tried[step] ?? widest * Math.sqrt((step + 1) / steps)));
}

/**
 * What errors are measured in: between the level of the forecast, with which they grow, and how much the last weeks
 * differed from each other, which tells calm times from restless ones. Never 0.
 */
function scaleOf(known: readonly number[], point: readonly number[]): number {
  const recent = known.slice(-VOLATILITY_DAYS - WEEK);
  const changes = recent.slice(WEEK).map((value, day) => Math.abs(value - recent[day]!));
  const volatility = changes.length > 0 ? mean(changes) : 0;
  return Math.sqrt((mean(point) + 1) * (volatility + 0.5));
}
