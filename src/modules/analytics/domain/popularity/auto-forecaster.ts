import { coverage, mase, wape } from './accuracy';
import { backtest, errorsOf, type Fold } from './backtest';
import { combine, forecastBy } from './combination';
import { halfWidths, scaledResiduals } from './conformal-band';
import type { Backtest, Forecast, ForecastModel, TrainingMode } from './forecast-model';
import type { MethodName } from './methods/methods';
import { mean } from './statistics';

/** What held best over many origins of many series; a series must prove that it is different. */
const STANDARD: readonly MethodName[] = ['revert180', 'revert365', 'median14', 'mstl', 'weekdaymedian'];
const ALTERNATIVES: readonly (readonly MethodName[])[] = [
  ['snaive'],
  ['weekdaymedian'],
  ['mstl'],
  ['median7'],
  ['ses'],
  ['theta'],
  ['median7', 'ses', 'mstl'],
  ['revert180', 'median14', 'weekdaymedian'],
  ['theta', 'mstl', 'median7'],
];
/** An alternative is taken when its error is lower by so much: of small differences most are chance. */
const LEAST_GAIN = 0.1;
/** Errors below this are none. */
const NO_ERROR = 1e-9;
const BACKTEST_CONFIDENCE = 0.8;

/**
 * Chooses methods for a series of at least one day by backtest and measures how wrong they are. Costs some ten
 * milliseconds a fold.
 */
export function trainModel(views: readonly number[], mode: TrainingMode): ForecastModel {
  const candidates = mode === 'auto' ? [STANDARD, ...ALTERNATIVES] : [['mstl' as const]];
  const tried = [...new Set<MethodName>(['snaive', ...candidates.flat()])];
  const folds = backtest(views, tried);
  const methods = choose(candidates, folds);
  const residuals = folds.map((fold) =>
    scaledResiduals(fold.known, fold.actual, combine(methods, fold.forecasts)),
  );
  return {
    version: `${mode}_v1.0:${methods.join('+')}`,
    methods,
    historyDays: views.length,
    backtest: folds.length > 0 ? judge(folds, methods, residuals) : null,
    residuals: residuals.map((fold) => fold.map((value) => Number(value.toPrecision(4)))),
  };
}

/**
 * Fits the methods of a model to the days up to yesterday. `confidence` is the share (0…1) of days that the band is
 * to hold. Without a backtest the band reaches from nothing to twice the forecast and one view.
 */
export function forecastWith(
  model: ForecastModel,
  views: readonly number[],
  horizonDays: number,
  confidence: number,
): Forecast {
  // The width is told by the level over the days that were tried, however few are asked for.
  const steps = Math.max(horizonDays, model.residuals[0]?.length ?? 0);
  const point = combine(model.methods, forecastBy(model.methods, views, steps));
  const widths =
    model.residuals.length > 0
      ? halfWidths(model.residuals, views, point, confidence)
      : new Array<number>(steps).fill(2 * mean(point) + 1);
  return {
    point: point.slice(0, horizonDays),
    lower: point.slice(0, horizonDays).map((value, step) => Math.max(0, value - widths[step]!)),
    upper: point.slice(0, horizonDays).map((value, step) => value + widths[step]!),
  };
}

/** max(0, 1 − WAPE of the backtest) with two decimals; 0 when nothing could be tried. */
export function confidenceScore(backtested: Pick<Backtest, 'wape'> | null): number {
  const error = backtested?.wape ?? 1;
  return Math.round(100 * Math.max(0, 1 - error)) / 100;
}

/** The first of the candidates, unless another was clearly better in the folds. */
function choose(
  candidates: readonly (readonly MethodName[])[],
  folds: readonly Fold[],
): readonly MethodName[] {
  const [standard, ...alternatives] = candidates;
  const reference = errorsOf(folds, standard!);
  let best = { methods: standard!, ratio: 1 - LEAST_GAIN };
  if (folds.length === 0) return best.methods;
  for (const methods of alternatives) {
    const errors = errorsOf(folds, methods);
    const ratio = mean(errors.map((error, fold) => (error + NO_ERROR) / (reference[fold]! + NO_ERROR)));
    if (ratio < best.ratio) best = { methods, ratio };
  }
  return best.methods;
}

function judge(
  folds: readonly Fold[],
  methods: readonly MethodName[],
  residuals: readonly (readonly number[])[],
): Backtest {
  const points = folds.map((fold) => combine(methods, fold.forecasts));
  const errors = folds.map((fold, index) => mase(fold.actual, points[index]!, fold.known));
  const known = errors.filter((error) => error !== null);
  return {
    folds: folds.length,
    horizonDays: folds[0]!.actual.length,
    mase: known.length > 0 ? mean(known) : null,
    wape: wape(
      folds.flatMap(({ actual }) => actual),
      points.flat(),
    ),
    coverage: folds.length > 1 ? coverageByOthers(folds, points, residuals) : null,
    beatsSeasonalNaive: mean(errorsOf(folds, methods)) < mean(errorsOf(folds, ['snaive'])),
  };
}

/** Each fold is held against the band that the other folds give. */
function coverageByOthers(
  folds: readonly Fold[],
  points: readonly number[][],
  residuals: readonly (readonly number[])[],
): number {
  return mean(
    folds.map(({ known, actual }, index) => {
      const point = points[index]!;
      const others = residuals.filter((_, other) => other !== index);
      const widths = halfWidths(others, known, point, BACKTEST_CONFIDENCE);
      return coverage(
        actual,
        point.map((value, step) => value - widths[step]! - NO_ERROR),
        point.map((value, step) => value + widths[step]! + NO_ERROR),
      );
    }),
  );
}
