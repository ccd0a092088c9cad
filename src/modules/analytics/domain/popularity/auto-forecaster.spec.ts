import fc from 'fast-check';
import { loadAugurs } from '../../infrastructure/forecasting/load-augurs';
import { confidenceScore, forecastWith, trainModel } from './auto-forecaster';
import { halfWidths } from './conformal-band';
import type { Forecast } from './forecast-model';
import { METHOD_NAMES, METHODS } from './methods/methods';
import { rounded } from './rounding';

beforeAll(loadAugurs);

const WEEKDAYS = [100, 110, 105, 120, 160, 240, 210];
const weekly = (days: number, growth = 1) =>
  Array.from({ length: days }, (_, day) => WEEKDAYS[day % 7]! * growth ** day);

/** Views as they come: levels, weekdays, shifts, spikes, gaps, and nothing at all. */
const anySeries = (minLength: number, maxLength: number) =>
  fc
    .record({
      length: fc.integer({ min: minLength, max: maxLength }),
      level: fc.constantFrom(0, 0.3, 4, 900, 5e7),
      noise: fc.infiniteStream(fc.double({ min: 0, max: 3, noNaN: true })),
      spike: fc.option(fc.nat({ max: maxLength })),
      shift: fc.option(fc.nat({ max: maxLength })),
    })
    .map(({ length, level, noise, spike, shift }) =>
      Array.from({ length }, (_, day) => {
        const factor = (shift !== null && day > shift ? 6 : 1) * (day === spike ? 200 : 1);
        return Math.round(level * factor * (noise.next().value ?? 1));
      }),
    );

function expectSane({ point, lower, upper }: Forecast, horizon: number): void {
  for (const values of [point, lower, upper]) {
    expect(values).toHaveLength(horizon);
    expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
  point.forEach((value, step) => {
    expect(lower[step]).toBeLessThanOrEqual(value);
    expect(upper[step]).toBeGreaterThanOrEqual(value);
  });
}

describe('the automatic forecaster', () => {
  it('goes on with a week that repeats', () => {
    const views = weekly(180);
    const model = trainModel(views, 'auto');
    const { point } = forecastWith(model, views, 14, 0.8);
    point.forEach((value, step) => expect(value).toBeCloseTo(WEEKDAYS[(180 + step) % 7]!, 0));
    expect(model.backtest).toMatchObject({ folds: 5, horizonDays: 28 });
    expect(confidenceScore(model.backtest)).toBeGreaterThan(0.98);
  });

  it('beats last week’s repetition where views are noisy, and knows how wrong it is', () => {
    let state = 7;
    const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const views = weekly(365).map((value) => Math.round(value * (0.6 + 0.8 * random())));
    const { backtest } = trainModel(views, 'auto');
    expect(backtest).toMatchObject({ folds: 8, horizonDays: 28, beatsSeasonalNaive: true });
    expect(backtest!.mase).toBeLessThan(0.85);
    expect(backtest!.coverage).toBeGreaterThan(0.7);
    expect(backtest!.coverage).toBeLessThan(0.9);
  });

  it('takes an alternative that is clearly better', () => {
    const views = weekly(300, 1.01).map(Math.round);
    const model = trainModel(views, 'auto');
    expect(model.version).toMatch(/^auto_v1\.0:.*(theta|mstl|snaive)/);
    expect(model.backtest!.beatsSeasonalNaive).toBe(true);
  });

  it('is MSTL alone when asked to', () => {
    expect(trainModel(weekly(100), 'seasonal')).toMatchObject({
      version: 'seasonal_v1.0:mstl',
      methods: ['mstl'],
    });
  });

  it.each([
    ['nothing', new Array<number>(60).fill(0)],
    ['always the same', new Array<number>(60).fill(42)],
    ['one spike', Array.from({ length: 60 }, (_, day) => (day === 30 ? 1e6 : 0))],
    ['a spike yesterday', Array.from({ length: 60 }, (_, day) => (day === 59 ? 1e6 : 3))],
    ['zeros, then views', Array.from({ length: 60 }, (_, day) => (day < 50 ? 0 : 1))],
    ['views, then zeros', Array.from({ length: 60 }, (_, day) => (day < 50 ? 500 : 0))],
    ['numbers beyond all views', weekly(60).map((value) => value * 1e10)],
    ['three weeks', weekly(21)],
    ['a single day', [7]],
  ])('answers sensibly to %s', (_, views) => {
    for (const mode of ['auto', 'seasonal'] as const) {
      const model = trainModel(views, mode);
      const forecast = forecastWith(model, views, 90, 0.95);
      expectSane(forecast, 90);
      expect(Math.max(...forecast.point)).toBeLessThanOrEqual(3 * Math.max(1, ...views));
    }
  });

  it('says nothing of a release that nobody watches any more', () => {
    const views = [...weekly(60), ...new Array<number>(60).fill(0)];
    const { point } = rounded(forecastWith(trainModel(views, 'auto'), views, 7, 0.8));
    expect(point).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps point and band in order for any series, horizon and confidence', () => {
    fc.assert(
      fc.property(
        anySeries(1, 150),
        fc.integer({ min: 1, max: 90 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (views, horizon, confidence) => {
          const model = trainModel(views, 'auto');
          expectSane(forecastWith(model, views, horizon, confidence), horizon);
          expectSane(rounded(forecastWith(model, views, horizon, confidence)), horizon);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has bands that never shrink with the horizon, and grow with the confidence', () => {
    fc.assert(
      fc.property(anySeries(21, 200), (views) => {
        const model = trainModel(views, 'auto');
        const point = forecastWith(model, views, 90, 0.8).point;
        const narrow = halfWidths(model.residuals, views, point, 0.6);
        const wide = halfWidths(model.residuals, views, point, 0.95);
        wide.forEach((width, step) => {
          expect(width).toBeGreaterThanOrEqual(narrow[step]!);
          if (step > 0) expect(width).toBeGreaterThanOrEqual(wide[step - 1]! - 1e-9);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('the methods', () => {
  it.each(METHOD_NAMES)('%s gives as many finite values as are asked for', (name) => {
    fc.assert(
      fc.property(anySeries(1, 80), fc.integer({ min: 1, max: 60 }), (views, horizon) => {
        const forecast = METHODS[name](views, horizon);
        expect(forecast).toHaveLength(horizon);
        expect(forecast.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['snaive', 'weekdaymedian'] as const)('%s goes with the scale', (name) => {
    fc.assert(
      fc.property(anySeries(1, 60), fc.double({ min: 0.01, max: 1_000, noNaN: true }), (views, factor) => {
        const scaled = METHODS[name](
          views.map((value) => value * factor),
          21,
        );
        METHODS[name](views, 21).forEach((value, step) => {
          expect(scaled[step]! / factor).toBeCloseTo(value, 3);
        });
      }),
    );
  });
});
