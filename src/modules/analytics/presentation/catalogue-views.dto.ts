import { ApiProperty } from '@nestjs/swagger';

import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { AsInteger } from '../../../common/http/validation/as-integer';
import { IsCleanText } from '../../../common/http/validation/constraints';

export class ReleaseListQueryDto extends PageQueryDto {
  /** Part of the title, whatever its case. */
  @IsOptional()
  @IsCleanText(1, 200)
  @ApiProperty({ example: 'spirited' })
  query?: string;
}

export class ReleaseDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Spirited Away' })
  title: string;

  @ApiProperty({ type: [String], example: ['Animation', 'Fantasy'] })
  genres: string[];

  @ApiProperty({ format: 'date-time' })
  released_at: string | null;

  @ApiProperty({ type: 'integer', example: 125 })
  duration_minutes: number | null;

  /** All views of the release. */
  @ApiProperty({ type: 'integer', example: 1500 })
  current_views: number;
}

export class ReleaseListDto {
  /** By title. */
  @ApiProperty({ type: [ReleaseDto] })
  items: ReleaseDto[];

  /** Pass it as `cursor` to get the next page; null on the last one. */
  next_cursor: string | null;
}

export class ReleaseViewsQueryDto {
  /** How many UTC days, today included. */
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(3_660)
  @ApiProperty({ type: 'integer' })
  days?: number = 90;
}

export class DailyViewsDto {
  /** UTC day. */
  @ApiProperty({ format: 'date', example: '2026-01-05' })
  date: string;

  @ApiProperty({ type: 'integer', example: 214 })
  views: number;

  /** Sum over the views, with one decimal. */
  @ApiProperty({ example: 9021.5 })
  watch_minutes: number;
}

export class ReleaseViewsDto {
  @ApiProperty({ format: 'uuid' })
  release_id: string;

  @ApiProperty({ example: 'Silent Harbour' })
  title: string;

  /** All views of the release, also those before the first day shown. */
  @ApiProperty({ type: 'integer', example: 1500 })
  current_views: number;

  /** One row a UTC day, days without views included; oldest first. The last is today, which still runs. */
  @ApiProperty({ type: [DailyViewsDto] })
  items: DailyViewsDto[];
}
