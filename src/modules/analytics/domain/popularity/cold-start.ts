import { mean, nonDecreasing, quantile } from './statistics';
import type { Forecast } from './forecast-model';

export const COLD_START_VERSION = 'cold_start_v1.0';
/** Releases with fewer days of history have no model of their own. */
export const COLD_START_DAYS = 21;
/** Days of a release's life that a curve describes: its youth, and the longest horizon after it. */
export const CURVE_DAYS = COLD_START_DAYS + 90;
/** The fewest releases that make a curve. */
const LEAST_RELEASES = 5;

/** After so many days of its own a release is compared with what the others did afterwards. */
const STAGES = [1, 3, 7, 14] as const;
const LEVELS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99] as const;
/** Until a release has shown as much as an average one does in so many days, the average counts for more. */
const TRUST_AFTER_DAYS = 2;
const JUDGED_DAYS = 28;

/** How releases usually begin, pooled over similar ones; index 0 is the day of the first view. */
export interface AgeCurve {
  readonly releases: number;
  /** Mean views by age. */
  readonly views: readonly number[];
  /** Quantiles of the views of single days in the first four weeks, at {@link LEVELS}. */
  readonly dailyQuantiles: readonly number[];
  /** By stage: quantiles of the absolute error of forecasts made then, in units of their mean + 1. */
  readonly errorQuantiles: readonly (readonly number[])[];
}

/**
 * Pools the first days of releases; each history begins with the first view, and days that have not come are missing.
 * Null: too few of them are old enough to tell.
 */
export function poolAgeCurve(histories: readonly (readonly number[])[]): AgeCurve | null {
  const grown = histories.filter((views) => views.length > COLD_START_DAYS);
  if (grown.length < LEAST_RELEASES) return null;
  const views = meanByAge(grown);
  return {
    releases: grown.length,
    views,
    dailyQuantiles: quantiles(grown.flatMap((history) => history.slice(0, JUDGED_DAYS))),
    errorQuantiles: nonShrinking(STAGES.map((stage) => errorsAt(stage, grown, views))),
  };
}

/**
 * Forecasts a release of under {@link COLD_START_DAYS} days: the curve of its age, scaled by how its own first days
 * compare with those of the others. Without views it is 0, with a band as wide as others' first days; without a curve
 * the level of its own days stays, with a band from 0 to three times as much. `confidence` is the share of days in the band.
 */
export function coldStartForecast(
  views: readonly number[],
  curve: AgeCurve | null,
  horizonDays: number,
  confidence: number,
): Forecast {
  if (views.length === 0) {
    const width = curve ? Math.max(1, atLevel(curve.dailyQuantiles, confidence)) : 1;
    return band(new Array<number>(horizonDays).fill(0), width);
  }
  if (!curve) {
    const level = mean(views);
    return band(new Array<number>(horizonDays).fill(level), 2 * level + 1);
  }
  const point = scaledCurve(views, curve.views, horizonDays);
  const stage = STAGES.findLastIndex((days) => days <= views.length);
  return band(point, (mean(point) + 1) * atLevel(curve.errorQuantiles[stage]!, confidence));
}

/** Wider by the square root of the weeks ahead: the curve says less of later days. */
function band(point: readonly number[], width: number): Forecast {
  const widths = point.map((_, step) => width * Math.sqrt(Math.max(1, (step + 1) / JUDGED_DAYS)));
  return {
    point,
    lower: point.map((value, step) => Math.max(0, value - widths[step]!)),
    upper: point.map((value, step) => value + widths[step]!),
  };
}

function scaledCurve(own: readonly number[], curve: readonly number[], horizonDays: number): number[] {
  const usual = total(curve.slice(0, own.length));
  const prior = (TRUST_AFTER_DAYS * usual) / own.length;
  const scale = usual > 0 ? (total(own) + prior) / (usual + prior) : 1;
  const last = curve.length - 1;
  return Array.from({ length: horizonDays }, (_, step) => scale * curve[Math.min(own.length + step, last)]!);
}

function meanByAge(histories: readonly (readonly number[])[]): number[] {
  const oldest = Math.min(CURVE_DAYS, Math.max(...histories.map(({ length }) => length)));
  const curve: number[] = [];
  for (let age = 0; age < oldest; age++) {
    const known = histories.filter((views) => views.length > age);
    // Of ages that few have reached the last that many have says more.
    if (known.length < LEAST_RELEASES) break;
    curve.push(mean(known.map((views) => views[age]!)));
  }
  return curve;
}

/** What forecasts made of the first `stage` days would have missed on the days after. */
function errorsAt(
  stage: number,
  histories: readonly (readonly number[])[],
  curve: readonly number[],
): number[] {
  const errors = histories.flatMap((views) => {
    const actual = views.slice(stage, stage + JUDGED_DAYS);
    const point = scaledCurve(views.slice(0, stage), curve, actual.length);
    const level = mean(point) + 1;
    return actual.map((value, step) => Math.abs(value - point[step]!) / level);
  });
  return quantiles(errors);
}

/** A younger release is never surer than an older one. */
function nonShrinking(stages: readonly number[][]): number[][] {
  const oldestFirst = [...stages].reverse();
  const byLevel = LEVELS.map((_, level) => nonDecreasing(oldestFirst.map((stage) => stage[level]!)));
  return stages.map((_, stage) => byLevel.map((values) => values[stages.length - 1 - stage]!));
}

function quantiles(values: readonly number[]): number[] {
  return LEVELS.map((level) => quantile(values, level));
}

/** Between the stored levels on the straight line. */
function atLevel(stored: readonly number[], confidence: number): number {
  const next = LEVELS.findIndex((level) => level >= confidence);
  if (next <= 0) return stored.at(next)!;
  const [before, after] = [LEVELS[next - 1]!, LEVELS[next]!];
  const share = (confidence - before) / (after - before);
  return stored[next - 1]! + share * (stored[next]! - stored[next - 1]!);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
