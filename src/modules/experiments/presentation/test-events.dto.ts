import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, IsOptional, Max, Min } from 'class-validator';
import { IsId, IsIdentifier, IsInstant } from '../../../common/http/validation/constraints';

/** Squares of it, summed over millions of users, still have the digits that a variance needs. */
const MOST = 1_000_000_000;

export class TestEventDto {
  /** Made by the sender, the same in every repetition. */
  @IsId()
  event_id: string;

  @IsId()
  test_id: string;

  @IsId()
  user_id: string;

  /** `X` is counted by the metrics `X_rate` and `X`; the names of the view metrics are taken. */
  @IsIdentifier(95, 'conversion')
  metric_name: string;

  /** What the metric `X` adds up. Default: 1. */
  @IsOptional()
  @IsNumber()
  @Min(-MOST)
  @Max(MOST)
  @ApiProperty({ example: 4.99 })
  value?: number | null;

  /** Any age, at most 5 minutes ahead. */
  @IsInstant()
  occurred_at: string;
}

export class RecordTestEventsDto {
  @ApiProperty({ type: [TestEventDto], maxItems: 1000 })
  events: TestEventDto[];
}
