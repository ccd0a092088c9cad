import { Injectable } from '@nestjs/common';
import { localDate } from '../../../common/kernel/calendar-date';
import { Clock } from '../../../common/kernel/clock';
import { AnalyticsV2Repository } from '../../analytics';
import { type AbTest, controlOf } from '../domain/ab-test';
import { ALPHA } from '../domain/analysis/analyse-metric';
import { type DayFigures, dailySeries } from '../domain/analysis/daily-series';
import type { Inference } from '../domain/analysis/metric';
import { kindOf, measuredBy, type MetricKind } from '../domain/metric-name';
import { KnownTests } from './known-tests';

/** A year, and enough for a chart. */
const MOST_DAYS = 366;

export interface DailyReport {
  readonly test: AbTest;
  readonly metricName: string;
  readonly kind: MetricKind;
  readonly inference: Inference;
  readonly days: readonly DayFigures[];
  readonly asOf: Date;
}

/** How a metric of a test has come about, UTC day by UTC day. */
@Injectable()
export class ReadDailyMetric {
  constructor(
    private readonly tests: KnownTests,
    private readonly analytics: AnalyticsV2Repository,
    private readonly clock: Clock,
  ) {}

  /** Null: the test's primary metric, the test's own inference. Throws `test.not_found`. */
  async execute(testId: string, asked: string | null, inference: Inference | null): Promise<DailyReport> {
    const test = await this.tests.get(testId);
    const metricName = asked ?? test.primaryMetric;
    const asOf = this.clock.now();
    const until = test.endedAt ?? asOf;
    const measured = measuredBy(metricName);
    const kind = kindOf(measured);
    const added = await this.analytics.getExposedUserDays({ testId, until }, measured);
    const settings = {
      controlVariantId: controlOf(test).variantId,
      alpha: ALPHA,
      inference: inference ?? test.inference,
      cuped: false,
    };
    const variantIds = test.variants.map(({ variantId }) => variantId);
    return {
      test,
      metricName,
      kind,
      inference: settings.inference,
      days: dailySeries(kind, variantIds, added, settings, localDate(until, 'UTC'), MOST_DAYS),
      asOf,
    };
  }
}
