import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { KnownTests, type MetricReport, ReadTestMetric, RecommendationWords } from '../../experiments';
import {
  type ExperimentReport,
  ExperimentResults,
  type MetricResult,
  type VariantResult,
} from '../domain/experiment-results';

/** The service's own A/B tests. */
@Injectable()
export class RecordedExperiments extends ExperimentResults {
  constructor(
    private readonly tests: KnownTests,
    private readonly readMetric: ReadTestMetric,
    private readonly words: RecommendationWords,
  ) {
    super();
  }

  async has(testId: string): Promise<boolean> {
    return (await this.ifThere(this.tests.get(testId))) !== null;
  }

  async find(testId: string, locale: 'en' | 'ru'): Promise<ExperimentReport | null> {
    const test = await this.ifThere(this.tests.get(testId));
    if (!test) return null;
    const names = new Set([test.primaryMetric, ...test.metrics.map(({ name }) => name)]);
    const metrics: MetricResult[] = [];
    for (const metricName of names) {
      const question = { testId, metricName, inference: null, cuped: false, winsorize: null };
      const report = await this.ifThere(this.readMetric.execute(question));
      if (!report) return null;
      const verdict = this.words.say(report.recommendation, locale);
      metrics.push({ name: metricName, variants: variantsOf(report), verdict });
    }
    const { name, status, startedAt, endedAt } = test;
    return { name, status, startedAt, endedAt, metrics };
  }

  private async ifThere<T>(found: Promise<T>): Promise<T | null> {
    try {
      return await found;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'test.not_found') return null;
      throw error;
    }
  }
}

function variantsOf({ test, kind, analysis }: MetricReport): VariantResult[] {
  const scale = kind === 'mean' ? 1 : 100;
  const variants = analysis.variants.map(({ variantId, users, value }, index) => {
    const { name, isControl } = test.variants[index]!;
    const shown = value === null ? null : scale * value;
    return { variantId, name, isControl, users, value: shown, comparison: comparisonOf(analysis, variantId) };
  });
  return variants.sort((a, b) => Number(b.isControl) - Number(a.isControl));
}

function comparisonOf(
  { comparisons }: MetricReport['analysis'],
  variantId: string,
): VariantResult['comparison'] {
  const found = comparisons.find((one) => one.variantId === variantId);
  if (!found) return null;
  const { difference, differenceInterval, lift, pValue, pValueAdjusted, method } = found;
  const { lower, upper } = differenceInterval;
  if (difference === null || lower === null || upper === null || pValue === null || pValueAdjusted === null)
    return null;
  return { difference, lower, upper, lift, pValue, pValueAdjusted, method };
}
