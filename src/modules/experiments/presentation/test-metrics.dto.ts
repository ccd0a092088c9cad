import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { AsBoolean } from '../../../common/http/validation/as-boolean';
import { AsNumber } from '../../../common/http/validation/as-number';
import { IsIdentifier } from '../../../common/http/validation/constraints';
import { METRIC_ROLES, type MetricRole } from '../domain/ab-test';
import { OBSTACLES, type Obstacle } from '../domain/analysis/decide';
import { COMPARISON_METHODS, type ComparisonMethod } from '../domain/analysis/inference';
import { GUARDRAIL_VERDICTS, type GuardrailVerdict } from '../domain/analysis/judge-guardrail';
import { DIRECTIONS, type Direction, type Inference, INFERENCES } from '../domain/analysis/metric';
import { type Warning, WARNINGS } from '../domain/analysis/warnings';
import { TEST_STATUSES, type TestStatus } from '../domain/lifecycle';
import { METRIC_KINDS, type MetricKind } from '../domain/metric-name';

const REASONS = ['winner', ...OBSTACLES] as const;

export class DailyMetricsQueryDto {
  /**
   * `X_rate`: users with at least one event `X`; `X`: sum of its values per user; or `views_per_user`,
   * `watch_minutes_per_user`, `completion_rate`, `retention_week_1`. Default: the test's primary metric.
   */
  @IsOptional()
  @IsIdentifier(100, 'conversion_rate')
  metric_name?: string;

  /** `fixed`: one look at the planned size; `sequential`: valid at any look. Default: the test's own. */
  @IsOptional()
  @IsIn(INFERENCES)
  @ApiProperty({ enum: INFERENCES })
  inference?: Inference;
}

export class TestMetricsQueryDto extends DailyMetricsQueryDto {
  /** Takes off what the same metric in the 28 days before the exposure foretold. */
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  cuped?: boolean = false;

  /** Cuts values at this quantile of all users; for means. */
  @IsOptional()
  @AsNumber()
  @IsNumber()
  @Min(0.5)
  @Max(0.9999)
  @ApiProperty({ example: 0.99 })
  winsorize?: number;
}

export class VariantMetricsDto {
  @ApiProperty({ example: 'B' })
  variant_id: string;

  @ApiProperty({ example: 'Variant B' })
  variant_name: string;

  /** Exposed to this variant alone; of `retention_week_1` those who are old enough. */
  @ApiProperty({ type: 'integer', example: 500 })
  users_count: number;

  /** Users; null for metrics that are no proportions. */
  @ApiProperty({ type: 'integer', example: 65 })
  conversions: number | null;

  /** In percent; null for metrics that are no proportions, and without users. */
  @ApiProperty({ example: 13 })
  conversion_rate: number | null;

  /** Rate as a fraction, or mean in the metric's unit, not adjusted by CUPED; null without users. */
  @ApiProperty({ example: 0.13 })
  value: number | null;

  /** Of the users' values; of `completion_rate` by the delta method. Null without users. */
  @ApiProperty({ example: 0.336 })
  standard_deviation: number | null;
}

export class ComparisonDto {
  @ApiProperty({ example: 'B' })
  variant_id: string;

  @ApiProperty({ example: 'A' })
  control_variant_id: string;

  /** Variant − control: a fraction for rates, the metric's unit for means. Null: cannot be told. */
  @ApiProperty({ example: 0.03 })
  difference: number | null;

  /** Confidence 95 %; null: no bound. */
  @ApiProperty({ example: -0.0096 })
  difference_ci_lower: number | null;

  @ApiProperty({ example: 0.0696 })
  difference_ci_upper: number | null;

  /** Variant ÷ control − 1: 0.3 is 30 % more. */
  @ApiProperty({ example: 0.3 })
  lift: number | null;

  /** Of the lift, confidence 95 %; null: no bound. */
  @ApiProperty({ example: -0.081 })
  ci_lower: number | null;

  @ApiProperty({ example: 0.879 })
  ci_upper: number | null;

  /** Two-sided. */
  @ApiProperty({ example: 0.137 })
  p_value: number | null;

  /** By Holm, over the variants of this metric. */
  @ApiProperty({ example: 0.137 })
  p_value_adjusted: number | null;

  @ApiProperty({ enum: COMPARISON_METHODS })
  method: ComparisonMethod;
}

export class SampleRatioDto {
  @ApiProperty({ example: 6.9024 })
  chi2: number;

  @ApiProperty({ example: 0.0086 })
  p_value: number;

  /** The p-value is below 0.001: users are not shared out as the weights say. */
  mismatch: boolean;
}

export class SampleSizeDto {
  /** Users for each variant that find the effect with a power of 0.8. */
  @ApiProperty({ type: 'integer', example: 1774 })
  required_per_variant: number;

  /** What all variants together lack of it. */
  @ApiProperty({ type: 'integer', example: 2548 })
  missing_users: number;

  /** At the pace of the last seven days; null: nobody comes any more, or the test does not run. */
  @ApiProperty({ type: 'integer', example: 12 })
  days_left: number | null;
}

export class VerdictDto {
  /** `winner`, or the first of what stands in the way of one. */
  @ApiProperty({ enum: REASONS })
  reason: Obstacle | 'winner';

  /** All that stands in the way. */
  @ApiProperty({ enum: OBSTACLES, isArray: true })
  obstacles: Obstacle[];

  /** Who is ahead, be it by chance; null: nothing could be compared. */
  @ApiProperty({ example: 'B' })
  leader_variant_id: string | null;
}

export class CupedDto {
  /** What was taken off for each unit of the covariate. */
  @ApiProperty({ example: 0.72 })
  theta: number;

  /** Share of the variance that has gone, 0…1. */
  @ApiProperty({ example: 0.4 })
  variance_reduction: number;
}

export class WinsorizeDto {
  @ApiProperty({ example: 0.99 })
  quantile: number;

  /** Higher values were cut to it. */
  @ApiProperty({ example: 57 })
  limit: number;
}

export class GuardrailVariantDto {
  @ApiProperty({ example: 'B' })
  variant_id: string;

  lift: number | null;

  /** One-sided 95 % bound of the lift on the bad side; null: it may be any. */
  worst: number | null;

  /** `pass`: no worse than the margin allows; `fail`: worse; else more users will tell. */
  @ApiProperty({ enum: GUARDRAIL_VERDICTS })
  verdict: GuardrailVerdict;
}

export class GuardrailDto {
  @ApiProperty({ example: 'watch_minutes_per_user' })
  metric_name: string;

  @ApiProperty({ enum: DIRECTIONS })
  direction: Direction;

  @ApiProperty({ example: 0.05 })
  margin: number;

  @ApiProperty({ type: [GuardrailVariantDto] })
  variants: GuardrailVariantDto[];
}

export class TestMetricsDto {
  @ApiProperty({ format: 'uuid' })
  test_id: string;

  test_name: string;

  @ApiProperty({ example: 'conversion_rate' })
  metric_name: string;

  @ApiProperty({ enum: METRIC_KINDS })
  metric_kind: MetricKind;

  /** Null: the test says nothing of this metric. */
  @ApiProperty({ enum: METRIC_ROLES })
  metric_role: MetricRole | null;

  /** What is better. */
  @ApiProperty({ enum: DIRECTIONS })
  direction: Direction;

  @ApiProperty({ format: 'date-time' })
  start_date: string | null;

  @ApiProperty({ format: 'date-time' })
  end_date: string | null;

  @ApiProperty({ enum: TEST_STATUSES })
  status: TestStatus;

  @ApiProperty({ enum: INFERENCES })
  inference: Inference;

  @ApiProperty({ type: [VariantMetricsDto] })
  variants: VariantMetricsDto[];

  /** Null: nobody wins, and `verdict` says why. */
  @ApiProperty({ example: 'B' })
  winner_variant_id: string | null;

  /** The p-value of the leading variant against the control. */
  @ApiProperty({ example: 0.137 })
  statistical_significance: number | null;

  /** Adjusted over the variants, below 0.05. */
  is_significant: boolean;

  verdict: VerdictDto;

  /** What to do, in the caller's language. */
  recommendation: string;

  @ApiProperty({ type: [ComparisonDto] })
  comparisons: ComparisonDto[];

  /** Null: nobody was exposed. */
  srm: SampleRatioDto | null;

  /** Null: cannot be told from these figures. */
  sample_size: SampleSizeDto | null;

  /** Users who met several variants: they are in no other figure. */
  @ApiProperty({ type: 'integer', example: 0 })
  multiple_exposures: number;

  /** Null: not asked for, or there is no covariate. */
  cuped: CupedDto | null;

  /** Null: not asked for, or the metric is no mean. */
  winsorize: WinsorizeDto | null;

  /** The test's guardrails, whatever metric was asked for. */
  @ApiProperty({ type: [GuardrailDto] })
  guardrails: GuardrailDto[];

  @ApiProperty({ enum: WARNINGS, isArray: true })
  warnings: Warning[];

  @ApiProperty({ format: 'date-time' })
  as_of: string;
}
