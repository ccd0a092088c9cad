import { benjaminiHochbergAdjusted, holmAdjusted } from '../statistics/multiplicity';
import { compareVariants } from './compare-variants';
import { scoreMetrics } from './score-metrics';

const settings = { controlVariantId: 'A', alpha: 0.05, inference: 'fixed', cuped: false } as const;

const rates = (...conversions: number[]) => ({
  kind: 'proportion' as const,
  arms: conversions.map((count, index) => ({ variantId: 'ABC'[index]!, users: 500, conversions: count })),
});

describe('scoreMetrics', () => {
  it('adjusts over all metrics and treatments, and leaves out what cannot be told', () => {
    const nobody = {
      kind: 'mean' as const,
      arms: ['A', 'B', 'C'].map((variantId) => ({ variantId, ...NONE })),
    };
    const metrics = [rates(50, 65, 80), nobody, rates(100, 140, 99)];
    const pValues = metrics.flatMap((metric) =>
      compareVariants(metric, settings).comparisons.flatMap(({ pValue }) => pValue ?? []),
    );
    expect(pValues).toHaveLength(4);
    const scored = scoreMetrics(metrics, settings).flatMap(({ comparisons }) => comparisons);
    const told = scored.filter(({ pValue }) => pValue !== null);
    expect(told.map(({ pValueAdjusted }) => pValueAdjusted)).toEqual(holmAdjusted(pValues));
    expect(told.map(({ qValue }) => qValue)).toEqual(benjaminiHochbergAdjusted(pValues));
    expect(scored.filter(({ qValue }) => qValue === null)).toHaveLength(2);
  });
});

const NONE = { users: 0, sum: 0, sumOfSquares: 0 };
