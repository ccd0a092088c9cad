import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { IsId, IsInstant } from '../../../common/http/validation/constraints';

export class ViewEventDto {
  /** Made by the sender, the same in every repetition. Time-ordered UUIDs (version 7) are stored fastest. */
  @IsId()
  event_id: string;

  @IsId()
  user_id: string;

  @IsId()
  release_id: string;

  /** When the viewing began; any age, at most 5 minutes ahead. */
  @IsInstant()
  viewed_at: string;

  /** Whole seconds. */
  @IsInt()
  @Min(0)
  @Max(86_400)
  @ApiProperty({ type: 'integer', example: 1_450 })
  watch_seconds: number;

  /** Share of the title that was watched. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  @ApiProperty({ example: 0.85 })
  completion?: number | null;
}

export class RecordViewsDto {
  @ApiProperty({ type: [ViewEventDto], maxItems: 1000 })
  events: ViewEventDto[];
}
