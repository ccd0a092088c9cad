import { Injectable } from '@nestjs/common';
import { Texts } from '../../../../common/i18n/texts';
import { DomainError } from '../../../../common/kernel/domain-error';
import { formatInstant } from '../../../../common/kernel/instant';
import {
  type ExperimentReport,
  ExperimentResults,
  type MetricResult,
  type VariantResult,
} from '../../domain/experiment-results';
import type { Cell, ReportDocument, Section } from '../../domain/report-document';
import type { ReportQuery } from '../../domain/report-source';
import { ListedRows } from './listed-rows';
import { ReportBuilder, titled, type Words, wordsOf } from './report-builder';

/** A test's results as of now, whatever the period: a row a metric and variant. */
@Injectable()
export class AbTestReport extends ReportBuilder {
  constructor(
    private readonly experiments: ExperimentResults,
    private readonly texts: Texts,
  ) {
    super();
  }

  async build(query: ReportQuery) {
    const test = await this.experiments.find(query.abTestId!, query.locale);
    // Deleted since it was ordered.
    if (!test) throw new DomainError('not_found', 'ab_test.not_found');
    const rows = test.metrics.flatMap((metric) =>
      metric.variants.map((variant) => rowOf(metric.name, variant)),
    );
    return {
      rows: new ListedRows(rows),
      expectedRows: rows.length,
      parameters: { ab_test_id: query.abTestId!, ab_test_name: test.name },
      document: () => Promise.resolve(documentOf(test, wordsOf(this.texts, query.locale))),
    };
  }
}

function rowOf(metric: string, variant: VariantResult): Cell[] {
  const { comparison } = variant;
  return [
    metric,
    variant.variantId,
    variant.name,
    String(variant.isControl),
    variant.users,
    variant.value,
    comparison?.difference ?? null,
    comparison?.lower ?? null,
    comparison?.upper ?? null,
    comparison?.lift ?? null,
    comparison?.pValue ?? null,
    comparison?.pValueAdjusted ?? null,
    comparison?.method ?? null,
  ];
}

function documentOf(test: ExperimentReport, words: Words): ReportDocument {
  const primary = test.metrics[0];
  const users = primary?.variants.reduce((sum, variant) => sum + variant.users, 0) ?? 0;
  const instant = (at: Date | null) => at && formatInstant(at);
  return {
    subject: test.name,
    figures: [
      { label: words('figures.users'), value: users, type: 'integer' },
      { label: words('figures.variants'), value: primary?.variants.length ?? 0, type: 'integer' },
      { label: words('figures.status'), value: words(`statuses.${test.status}`), type: 'code' },
      { label: words('figures.started'), value: instant(test.startedAt), type: 'date' },
      { label: words('figures.ended'), value: instant(test.endedAt), type: 'date' },
    ],
    sections: test.metrics.map((metric) => sectionOf(metric, words)),
  };
}

function sectionOf({ name, variants, verdict }: MetricResult, words: Words): Section {
  const compared = variants.flatMap(({ name: variant, comparison }) =>
    comparison
      ? [{ name: variant, point: comparison.difference, lower: comparison.lower, upper: comparison.upper }]
      : [],
  );
  return {
    title: words('sections.metric', { metric: name }),
    chart:
      compared.length > 0
        ? { kind: 'intervals', items: compared, xTitle: words('notes.intervals') }
        : undefined,
    table: {
      columns: titled(
        'ab_test',
        [
          ['variant_name', 2],
          'users',
          'value',
          ['difference', 1.1],
          ['difference_ci_lower', 1.1],
          ['difference_ci_upper', 1.1],
          'lift',
          ['p_value_adjusted', 1.2],
        ],
        words,
      ),
      rows: variants.map(({ name: variant, users, value, comparison }) => [
        variant,
        users,
        value,
        comparison?.difference ?? null,
        comparison?.lower ?? null,
        comparison?.upper ?? null,
        comparison?.lift ?? null,
        comparison?.pValueAdjusted ?? null,
      ]),
    },
    note: verdict,
  };
}
