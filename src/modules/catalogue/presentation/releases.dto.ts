import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsCleanText, IsId, IsInstant, IsTextList } from '../../../common/http/validation/constraints';

/** Fields that are left out stay as they are; null clears them. */
export class PutReleaseDto {
  @IsId()
  id: string;

  @IsCleanText(1, 500)
  @ApiProperty({ example: 'Spirited Away' })
  title: string;

  /** Names; a release may have none. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsTextList(1, 100)
  @ApiProperty({ example: ['Animation', 'Fantasy'] })
  genres: string[];

  @IsOptional()
  @IsInstant()
  released_at?: string | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  @ApiProperty({ type: 'integer', example: 125 })
  duration_minutes?: number | null;
}

export class PutReleasesDto {
  @ApiProperty({ type: [PutReleaseDto], maxItems: 1000 })
  releases: PutReleaseDto[];
}

export class GenreDto {
  @ApiProperty({ example: 'Animation' })
  name: string;

  /** Releases that have this genre. */
  @ApiProperty({ type: 'integer', example: 42 })
  releases: number;
}

export class GenreListDto {
  @ApiProperty({ type: [GenreDto] })
  items: GenreDto[];

  /** Always null: all genres come at once. */
  @ApiProperty({ example: null })
  next_cursor: string | null;
}
