import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { type AbTest, controlOf, metricOf, type TestMetric } from '../domain/ab-test';
import { AssignmentRepository, type ExposureCounts } from '../domain/assignment.repository';
import { ALPHA, analyseMetric, type MetricAnalysis, RECENT_DAYS } from '../domain/analysis/analyse-metric';
import { judgeGuardrail } from '../domain/analysis/judge-guardrail';
import type { Inference } from '../domain/analysis/metric';
import { type JudgedGuardrail, recommend, type Recommendation } from '../domain/analysis/recommend';
import { type Warning, warningsOf } from '../domain/analysis/warnings';
import type { MetricKind } from '../domain/metric-name';
import { KnownTests } from './known-tests';
import { TestFigures } from './test-figures';

const DAY_MS = 86_400_000;

export interface MetricQuestion {
  readonly testId: string;
  /** Null: the primary one. */
  readonly metricName: string | null;
  /** Null: the test's own. */
  readonly inference: Inference | null;
  readonly cuped: boolean;
  /** Quantile to cut at, 0…1; null: nothing is cut. */
  readonly winsorize: number | null;
}

export interface MetricReport {
  readonly test: AbTest;
  readonly metricName: string;
  readonly kind: MetricKind;
  /** What the test says of the metric; undefined: nothing. */
  readonly declared: TestMetric | undefined;
  readonly inference: Inference;
  readonly analysis: MetricAnalysis;
  readonly guardrails: readonly (JudgedGuardrail & TestMetric)[];
  readonly recommendation: Recommendation;
  readonly warnings: readonly Warning[];
  /** The value that higher ones were cut to; null: none were. */
  readonly limit: number | null;
  readonly asOf: Date;
}

/** What one metric says about a test: figures, comparisons, verdict. One statement reads its figures, and one a guardrail. */
@Injectable()
export class ReadTestMetric {
  constructor(
    private readonly tests: KnownTests,
    private readonly assignments: AssignmentRepository,
    private readonly figures: TestFigures,
    private readonly clock: Clock,
  ) {}

  /** Throws `test.not_found`. Any metric may be asked for; one that nobody has sent is 0 for everybody. */
  async execute(question: MetricQuestion): Promise<MetricReport> {
    const test = await this.tests.get(question.testId);
    const asOf = this.clock.now();
    // A test that is over stays as it was, but for what comes late.
    const until = test.endedAt ?? asOf;
    const name = question.metricName ?? test.primaryMetric;
    const settings = { inference: question.inference ?? test.inference, cuped: question.cuped };
    const guardrailMetrics = test.metrics.filter((metric) => metric.role === 'guardrail');
    const [asked, exposures] = await Promise.all([
      this.figures.read(test, name, until, question),
      this.countExposures(test, until),
    ]);
    const guardrailFigures = await this.figures.readAll(test, guardrailMetrics, until);
    const analysis = analyseMetric(test, name, asked.metric, exposures, settings);
    const guardrails = guardrailMetrics.map((guardrail, index) => ({
      ...guardrail,
      variants: judgeGuardrail(guardrailFigures[index]!.metric, {
        controlVariantId: controlOf(test).variantId,
        alpha: ALPHA,
        inference: settings.inference,
        cuped: false,
        direction: guardrail.direction,
        margin: guardrail.margin!,
      }),
    }));
    const declared = metricOf(test, name);
    return {
      test,
      metricName: name,
      kind: asked.kind,
      declared,
      inference: settings.inference,
      analysis,
      guardrails,
      recommendation: recommend(test, analysis, guardrails),
      warnings: warningsOf({ test, kind: asked.kind, declared, question, settings, analysis }),
      limit: asked.limit,
      asOf,
    };
  }

  private countExposures({ testId, phases }: AbTest, until: Date): Promise<ExposureCounts> {
    const changes = phases.slice(1).map(({ from }) => from);
    return this.assignments.count(testId, until, changes, new Date(until.getTime() - RECENT_DAYS * DAY_MS));
  }
}
