import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { type AbTest, controlOf, metricOf, type TestMetric } from '../domain/ab-test';
import { ALPHA } from '../domain/analysis/analyse-metric';
import type { Inference } from '../domain/analysis/metric';
import { type ScoredMetric, scoreMetrics } from '../domain/analysis/score-metrics';
import { KnownTests } from './known-tests';
import { TestFigures } from './test-figures';

export interface Scorecard {
  readonly test: AbTest;
  readonly inference: Inference;
  readonly metrics: readonly (ScoredMetric & TestMetric)[];
  readonly asOf: Date;
}

/** All metrics that a test declares, at once: adjusted for how many they are. */
@Injectable()
export class ReadScorecard {
  constructor(
    private readonly tests: KnownTests,
    private readonly figures: TestFigures,
    private readonly clock: Clock,
  ) {}

  /** `asked` null: the test's own inference. Throws `test.not_found`. */
  async execute(testId: string, asked: Inference | null): Promise<Scorecard> {
    const test = await this.tests.get(testId);
    const asOf = this.clock.now();
    const inference = asked ?? test.inference;
    const names = new Set([test.primaryMetric, ...test.metrics.map(({ name }) => name)]);
    const declared = [...names].map((name) => metricOf(test, name)!);
    const read = await this.figures.readAll(test, declared, test.endedAt ?? asOf);
    const settings = { controlVariantId: controlOf(test).variantId, alpha: ALPHA, inference, cuped: false };
    const scored = scoreMetrics(
      read.map(({ metric }) => metric),
      settings,
    );
    return {
      test,
      inference,
      metrics: declared.map((metric, index) => ({ ...metric, ...scored[index]! })),
      asOf,
    };
  }
}
