import { MSTL } from '@bsull/augurs/mstl';
import { seasonalNaive } from './weekly-repeats';

/** More history costs time and gains nothing. */
const HISTORY_DAYS = 180;
const LEAST_DAYS = 21;

/**
 * Weekly MSTL decomposition with an ETS model of its trend (Bandara, Hyndman, Bergmeir, arXiv:2107.13462), by augurs,
 * whose WebAssembly must have been loaded. What it cannot fit is left to the seasonal naive method.
 */
export function mstl(values: readonly number[], horizon: number): number[] {
  const recent = values.slice(-HISTORY_DAYS);
  if (recent.length < LEAST_DAYS || new Set(recent).size === 1) return seasonalNaive(values, horizon);
  const model = MSTL.ets([7], {});
  try {
    model.fit(Float64Array.from(recent));
    const point = [...model.predict(horizon).point];
    return point.every(Number.isFinite) ? point : seasonalNaive(values, horizon);
  } catch {
    return seasonalNaive(values, horizon);
  } finally {
    model.free();
  }
}
