import { mean } from './statistics';
import type { Forecast } from './forecast-model';

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
