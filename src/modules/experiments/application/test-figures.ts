import { Injectable } from '@nestjs/common';
import { AnalyticsV2Repository } from '../../analytics';
import type { AbTest } from '../domain/ab-test';
import type { MetricArms } from '../domain/analysis/metric';
import { metricArms } from '../domain/analysis/metric-arms';
import { kindOf, measuredBy, type MetricKind } from '../domain/metric-name';

export interface Figures {
  readonly kind: MetricKind;
  readonly metric: MetricArms;
  /** The value that higher ones were cut to; null: none were. */
  readonly limit: number | null;
}

/** Figures of one metric of a test, from one statement. */
@Injectable()
export class TestFigures {
  constructor(private readonly analytics: AnalyticsV2Repository) {}

  /** `cuped` and `winsorize` (a quantile, or null) have no effect on metrics that they do not apply to. */
  async read(
    { testId, variants }: AbTest,
    name: string,
    until: Date,
    { cuped, winsorize }: { readonly cuped: boolean; readonly winsorize: number | null },
  ): Promise<Figures> {
    const measured = measuredBy(name);
    const kind = kindOf(measured);
    const { arms, limit } = await this.analytics.getExposedUserMetrics({ testId, until }, measured, {
      covariate: cuped && kind !== 'ratio',
      winsorize: kind === 'mean' ? winsorize : null,
    });
    const variantIds = variants.map(({ variantId }) => variantId);
    const sums = new Map(arms.map((arm) => [arm.variantId, arm]));
    return { kind, limit, metric: metricArms(kind, variantIds, sums) };
  }

  /** Of several metrics, as they are: one after the other, since there are few connections for long statements. */
  async readAll(
    test: AbTest,
    metrics: readonly { readonly name: string }[],
    until: Date,
  ): Promise<Figures[]> {
    const figures: Figures[] = [];
    for (const { name } of metrics) figures.push(await this.read(test, name, until, AS_THEY_ARE));
    return figures;
  }
}

const AS_THEY_ARE = { cuped: false, winsorize: null };
