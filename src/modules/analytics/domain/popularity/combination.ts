import { METHODS, type MethodName } from './methods/methods';
import { median } from './statistics';

/** Forecasts of single methods for the same days, by name. */
export type MethodForecasts = Readonly<Record<MethodName, readonly number[]>>;

/** Day by day the median of the methods' forecasts, which no single method that goes astray can move. */
export function combine(methods: readonly MethodName[], forecasts: MethodForecasts): number[] {
  const [first] = methods;
  return forecasts[first!].map((_, step) => median(methods.map((method) => forecasts[method][step]!)));
}

export function forecastBy(
  methods: readonly MethodName[],
  views: readonly number[],
  horizonDays: number,
): MethodForecasts {
  return Object.fromEntries(
    methods.map((name) => [name, METHODS[name](views, horizonDays)]),
  ) as unknown as MethodForecasts;
}
