import { benjaminiHochbergAdjusted, holmAdjusted } from '../statistics/multiplicity';
import { type VariantFigures, figuresOf } from './analyse-metric';
import { type Comparison, type ComparisonSettings, compareVariants } from './compare-variants';
import type { MetricArms } from './metric';

export interface ScoredMetric {
  readonly variants: readonly VariantFigures[];
  /** `pValueAdjusted` is Holm's over all metrics and treatments; `qValue` is Benjamini and Hochberg's. */
  readonly comparisons: readonly (Comparison & { readonly qValue: number | null })[];
}

/**
 * Several metrics of one test, with p-values adjusted over metrics × treatments: by Holm the chance of any false finding
 * stays below α, by Benjamini and Hochberg the expected share of false ones among the findings. Comparisons without a
 * p-value are no tests, and not counted as such.
 */
export function scoreMetrics(metrics: readonly MetricArms[], settings: ComparisonSettings): ScoredMetric[] {
  const compared = metrics.map((metric) => compareVariants(metric, settings).comparisons);
  const pValues = compared.flat().flatMap(({ pValue }) => pValue ?? []);
  const holm = holmAdjusted(pValues);
  const benjaminiHochberg = benjaminiHochbergAdjusted(pValues);
  let next = 0;
  return metrics.map((metric, index) => ({
    variants: figuresOf(metric),
    comparisons: compared[index]!.map((comparison) => {
      if (comparison.pValue === null) return { ...comparison, qValue: null };
      const place = next++;
      return { ...comparison, pValueAdjusted: holm[place]!, qValue: benjaminiHochberg[place]! };
    }),
  }));
}
