import { medianLevel, revertingLevel, smoothedLevel, thetaLine } from './levels';
import { mstl } from './mstl';
import { seasonalNaive, weekdayMedian } from './weekly-repeats';
import { adjustedForWeekdays } from './weekly-profile';

/** Expected values of the next `horizon` days after a series of at least one day; of the same length, never negative. */
export type Method = (views: readonly number[], horizon: number) => number[];

export const METHOD_NAMES = [
  'snaive',
  'weekdaymedian',
  'ses',
  'theta',
  'mstl',
  'median7',
  'median14',
  'revert180',
  'revert365',
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

/**
 * Views multiply more than they add: on the logarithm a spike weighs less, and the way back is as far as the way up. What
 * a method extrapolates there ends at twice the highest day, or a spike of yesterday's would become an explosion.
 */
const onLogarithm =
  (method: Method): Method =>
  (views, horizon) => {
    const logarithms = views.map(Math.log1p);
    const highest = logarithms.reduce((most, value) => Math.max(most, value), 0) + Math.LN2;
    return method(logarithms, horizon).map((value) => Math.expm1(Math.min(Math.max(value, 0), highest)));
  };

export const METHODS: Readonly<Record<MethodName, Method>> = {
  snaive: seasonalNaive,
  weekdaymedian: weekdayMedian,
  ses: onLogarithm(adjustedForWeekdays(smoothedLevel)),
  theta: onLogarithm(adjustedForWeekdays(thetaLine)),
  mstl: onLogarithm(mstl),
  median7: onLogarithm(adjustedForWeekdays(medianLevel(7))),
  median14: onLogarithm(adjustedForWeekdays(medianLevel(14))),
  revert180: onLogarithm(adjustedForWeekdays(revertingLevel(180, 0.98))),
  revert365: onLogarithm(adjustedForWeekdays(revertingLevel(365, 0.99))),
};
