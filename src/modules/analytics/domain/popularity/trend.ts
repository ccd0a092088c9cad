import { mean } from './statistics';

export const TRENDS = ['growing', 'stable', 'declining'] as const;
export type Trend = (typeof TRENDS)[number];

/** Smaller changes are none. */
const NOTICEABLE = 0.05;

/** The mean of the forecast against that of the last equal number of days, or of as many as there are. */
export function trendOf(views: readonly number[], point: readonly number[]): Trend {
  const recent = views.slice(-point.length);
  const before = recent.length > 0 ? mean(recent) : 0;
  const after = mean(point);
  if (after > before * (1 + NOTICEABLE)) return 'growing';
  return after < before * (1 - NOTICEABLE) ? 'declining' : 'stable';
}
