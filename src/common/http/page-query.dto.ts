import { ApiProperty } from '@nestjs/swagger';

import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { AsInteger } from './validation/as-integer';

export class PageQueryDto {
  /** `next_cursor` of the page before. */
  @IsOptional()
  @MaxLength(2_000)
  cursor?: string;

  /** Items a page. */
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(200)
  @ApiProperty({ type: 'integer' })
  limit?: number = 50;
}
