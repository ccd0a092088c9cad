import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { METRIC_ROLES, type MetricRole } from '../domain/ab-test';
import { DIRECTIONS, type Direction, type Inference, INFERENCES } from '../domain/analysis/metric';
import { ComparisonDto } from './test-metrics.dto';

export class ScorecardQueryDto {
  /** `fixed`: one look at the planned size; `sequential`: valid at any look. Default: the test's own. */
  @IsOptional()
  @IsIn(INFERENCES)
  @ApiProperty({ enum: INFERENCES })
  inference?: Inference;
}

/** `p_value_adjusted` is by Holm over all metrics and variants here. */
export class ScoredComparisonDto extends ComparisonDto {
  /** By Benjamini and Hochberg, over all metrics and variants: of those below q a share of at most q is expected to be false. */
  @ApiProperty({ example: 0.041 })
  q_value: number | null;
}

export class ScoredMetricDto {
  @ApiProperty({ example: 'conversion_rate' })
  metric_name: string;

  @ApiProperty({ enum: METRIC_ROLES })
  role: MetricRole;

  @ApiProperty({ enum: DIRECTIONS })
  direction: Direction;

  @ApiProperty({ type: [ScoredComparisonDto] })
  comparisons: ScoredComparisonDto[];
}

export class ScorecardDto {
  @ApiProperty({ format: 'uuid' })
  test_id: string;

  @ApiProperty({ enum: INFERENCES })
  inference: Inference;

  /** The primary metric first, then the others that the test declares. */
  @ApiProperty({ type: [ScoredMetricDto] })
  metrics: ScoredMetricDto[];

  @ApiProperty({ format: 'date-time' })
  as_of: string;
}
