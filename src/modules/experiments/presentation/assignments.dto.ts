import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsId, IsIdentifier, IsIdList, IsInstant } from '../../../common/http/validation/constraints';

/** Exactly one of the two. */
export class AssignUsersDto {
  @IsOptional()
  @IsId()
  user_id?: string;

  /** For administrators and programs. */
  @IsOptional()
  @IsIdList(1_000)
  user_ids?: string[];
}

export class AssignmentDto {
  /** Null: not in the test. */
  @ApiProperty({ example: 'B' })
  variant_id: string | null;

  in_experiment: boolean;

  /** Whether the assignment stood before. */
  sticky: boolean;
}

export class UserAssignmentDto extends AssignmentDto {
  @ApiProperty({ format: 'uuid' })
  user_id: string;

  /** `user.unknown`: there is no such user. */
  @ApiProperty({ required: false, example: 'user.unknown' })
  code?: string;

  /** In the caller's language. */
  @ApiProperty({ required: false })
  message?: string;
}

export class AssignmentListDto {
  /** In the order that was asked in. */
  @ApiProperty({ type: [UserAssignmentDto] })
  assignments: UserAssignmentDto[];
}

export class ExposureDto {
  @IsId()
  user_id: string;

  @IsIdentifier(64, 'B')
  variant_id: string;

  /** Any age, at most 5 minutes ahead. */
  @IsInstant()
  exposed_at: string;
}

export class RecordExposuresDto {
  @ApiProperty({ type: [ExposureDto], maxItems: 1000 })
  exposures: ExposureDto[];
}
