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
  @ApiProperty({ type: [String], example: ['Animation', 'Fantasy'], maxItems: 50 })
  genres: string[];

  @IsOptional()
  @IsInstant()
  @ApiProperty({ type: String, required: false, nullable: true })
  released_at?: string | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  @ApiProperty({ type: Number, required: false, nullable: true, minimum: 0, maximum: 100_000, example: 125 })
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
  @ApiProperty({ example: 42 })
  releases: number;
}

export class GenreListDto {
  @ApiProperty({ type: [GenreDto] })
  items: GenreDto[];

  /** Always null: all genres come at once. */
  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
