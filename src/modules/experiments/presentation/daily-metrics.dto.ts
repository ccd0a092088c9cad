import { ApiProperty } from '@nestjs/swagger';
import { type Inference, INFERENCES } from '../domain/analysis/metric';
import { METRIC_KINDS, type MetricKind } from '../domain/metric-name';

export class DailyVariantDto {
  @ApiProperty({ example: 'B' })
  variant_id: string;

  /** Who came on this day. */
  @ApiProperty({ type: 'integer', example: 41 })
  new_users: number;

  /** From here on all is from the start to the end of the day. */
  @ApiProperty({ type: 'integer', example: 500 })
  users_count: number;

  @ApiProperty({ type: 'integer', example: 65 })
  conversions: number | null;

  /** Rate as a fraction, or mean in the metric's unit; null without users. */
  @ApiProperty({ example: 0.13 })
  value: number | null;
}

export class DailyComparisonDto {
  @ApiProperty({ example: 'B' })
  variant_id: string;

  /** Variant − control. */
  @ApiProperty({ example: 0.03 })
  difference: number | null;

  /** Confidence 95 %: at each look by itself with `fixed`, at all looks together with `sequential`. */
  @ApiProperty({ example: -0.0096 })
  difference_ci_lower: number | null;

  @ApiProperty({ example: 0.0696 })
  difference_ci_upper: number | null;
}

export class DailyMetricsDayDto {
  /** Begin of the UTC day. */
  @ApiProperty({ format: 'date-time', example: '2026-01-06T00:00:00Z' })
  date: string;

  @ApiProperty({ type: [DailyVariantDto] })
  variants: DailyVariantDto[];

  @ApiProperty({ type: [DailyComparisonDto] })
  comparisons: DailyComparisonDto[];
}

export class DailyMetricsDto {
  @ApiProperty({ format: 'uuid' })
  test_id: string;

  @ApiProperty({ example: 'conversion_rate' })
  metric_name: string;

  @ApiProperty({ enum: METRIC_KINDS })
  metric_kind: MetricKind;

  @ApiProperty({ example: 'A' })
  control_variant_id: string;

  @ApiProperty({ enum: INFERENCES })
  inference: Inference;

  /** Up to 366 days, the last ones, oldest first; the last one may still run. */
  @ApiProperty({ type: [DailyMetricsDayDto] })
  days: DailyMetricsDayDto[];

  @ApiProperty({ format: 'date-time' })
  as_of: string;
}
