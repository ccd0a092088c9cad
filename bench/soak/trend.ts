import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface Trend {
  /** Change of y by x, and its 95 % interval. */
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
}

/** Least squares; the interval is Student's, for points whose errors do not depend on each other. Null: under three points. */
export function linearTrend(points: readonly (readonly [x: number, y: number])[]): Trend | null {
  const count = points.length;
  if (count < 3) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const sum = (term: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + term(x - meanX, y - meanY), 0);
  const spread = sum((x) => x * x);
  const slope = sum((x, y) => x * y) / spread;
  const residual = sum((x, y) => (y - slope * x) ** 2);
  const half = quantile(0.975, count - 2) * Math.sqrt(residual / (count - 2) / spread);
  return { slope, lower: slope - half, upper: slope + half };
}
