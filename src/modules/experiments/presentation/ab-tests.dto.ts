import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { IsCleanText, IsIdentifier, IsInstant } from '../../../common/http/validation/constraints';
import { type Role, ROLES } from '../../../common/kernel/role';
import { METRIC_ROLES, type MetricRole } from '../domain/ab-test';
import { DIRECTIONS, type Direction, type Inference, INFERENCES } from '../domain/analysis/metric';
import { DEFAULT_METRIC } from '../domain/metric-name';
import { TEST_STATUSES, type TestStatus } from '../domain/lifecycle';

export class VariantDto {
  /** Yours, such as `A`; unique in the test. */
  @IsIdentifier(64, 'A')
  variant_id: string;

  @IsCleanText(1, 200)
  @ApiProperty({ example: 'Control' })
  variant_name: string;

  /** Share of new users in parts of the sum of all weights; 0: gets none. */
  @IsNumber()
  @Min(0)
  @Max(1_000_000)
  @ApiProperty({ example: 1 })
  weight: number;

  /** What the others are compared with; exactly one. */
  @IsBoolean()
  is_control: boolean;
}

export class TestMetricDto {
  /** `X_rate`: users with at least one event `X`; `X`: sum of its values per user; or one of the view metrics. */
  @IsIdentifier(100, 'purchase_rate')
  metric_name: string;

  /** `goal`: should get better; `guardrail`: must not get worse by more than `margin`. */
  @IsIn(METRIC_ROLES)
  @ApiProperty({ enum: METRIC_ROLES })
  role: MetricRole;

  /** What is better. */
  @IsIn(DIRECTIONS)
  @ApiProperty({ enum: DIRECTIONS })
  direction: Direction;

  /** Of a guardrail: the relative loss that is still put up with, 0…1. Default: 0.05. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  @ApiProperty({ example: 0.05 })
  margin?: number | null;
}

export class AudienceDto {
  @IsOptional()
  @IsIn(ROLES)
  @ApiProperty({ enum: ROLES })
  role?: Role | null;

  /** Users with at least one view of a release with this genre, by the time that they are asked for. */
  @IsOptional()
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'Animation' })
  genre?: string | null;

  /** Users registered at or after this instant. */
  @IsOptional()
  @IsInstant()
  registered_from?: string | null;

  /** Users registered before this instant. */
  @IsOptional()
  @IsInstant()
  registered_until?: string | null;
}

/** What has a default; null stands for it. */
class TestOptionsDto {
  /** Default: `conversion_rate`. More of it is better, unless `metrics` lists it with another direction. */
  @IsOptional()
  @IsIdentifier(100, DEFAULT_METRIC)
  primary_metric?: string | null;

  /** Further metrics. Default: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => TestMetricDto)
  metrics?: TestMetricDto[] | null;

  /** Share of users in the test; in an exclusion group the share of the group that the test takes. Default: 1. */
  @IsOptional()
  @IsNumber()
  @Min(0.001)
  @Max(1)
  allocation?: number | null;

  /** Tests under way with the same group share no user. Default: none. */
  @IsOptional()
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'player' })
  exclusion_group?: string | null;

  /** Who may get into the test; all that is given must be true of a user. Default: anybody. */
  @IsOptional()
  @ValidateNested()
  @Type(() => AudienceDto)
  audience?: AudienceDto | null;

  /** Relative: 0.05 is 5 % of the control's value. Default: the effect that is seen. */
  @IsOptional()
  @IsNumber()
  @Min(0.0001)
  @Max(10)
  @ApiProperty({ example: 0.05 })
  minimum_detectable_effect?: number | null;

  /** `fixed`: one look at the planned size; `sequential`: as many looks as one likes. Default: `fixed`. */
  @IsOptional()
  @IsIn(INFERENCES)
  @ApiProperty({ enum: INFERENCES })
  inference?: Inference | null;

  /** A user's bucket is the hash of it and the user's id. Default: the test id. */
  @IsOptional()
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'new-player' })
  seed?: string | null;
}

export class CreateTestDto extends TestOptionsDto {
  @IsCleanText(1, 200)
  @ApiProperty({ example: 'New player' })
  name: string;

  /** Their order counts: it decides which users get which. */
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants: VariantDto[];
}

const isGiven = (_: object, value: unknown) => value !== undefined;

/** What is left out stays as it is. */
export class UpdateTestDto extends TestOptionsDto {
  @ValidateIf(isGiven)
  @IsCleanText(1, 200)
  @ApiProperty({ example: 'New player' })
  name?: string;

  /** All of them, in their order. Under way only names and weights may change. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants?: VariantDto[];
}

export class ListTestsQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(TEST_STATUSES)
  @ApiProperty({ enum: TEST_STATUSES })
  status?: TestStatus;
}

export class ExclusionRangeDto {
  /** Included, a multiple of 0.001. */
  start: number;

  /** Not included. */
  end: number;
}

export class AbTestDto {
  @ApiProperty({ format: 'uuid' })
  test_id: string;

  name: string;

  @ApiProperty({ enum: TEST_STATUSES })
  status: TestStatus;

  @ApiProperty({ type: [VariantDto] })
  variants: VariantDto[];

  @ApiProperty({ example: DEFAULT_METRIC })
  primary_metric: string;

  @ApiProperty({ type: [TestMetricDto] })
  metrics: TestMetricDto[];

  allocation: number;

  exclusion_group: string | null;

  /** The test's part of its exclusion group, 0…1, while it is under way. */
  exclusion_range: ExclusionRangeDto | null;

  audience: AudienceDto | null;

  minimum_detectable_effect: number | null;

  @ApiProperty({ enum: INFERENCES })
  inference: Inference;

  seed: string;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  /** Of the first start. */
  @ApiProperty({ format: 'date-time' })
  start_date: string | null;

  /** Of the completion. */
  @ApiProperty({ format: 'date-time' })
  end_date: string | null;
}

export class AbTestListDto {
  /** The last made first. */
  @ApiProperty({ type: [AbTestDto] })
  items: AbTestDto[];

  /** Pass it as `cursor` to get the next page; null on the last one. */
  next_cursor: string | null;
}
