import { ApiProperty } from '@nestjs/swagger';

export class RejectedItemDto {
  /** Place in the list that was sent, from 0. */
  @ApiProperty({ type: 'integer', example: 2 })
  index: number;

  /** The item's id as far as it could be read. */
  @ApiProperty({ example: '018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21' })
  id: string | null;

  /** Stable, for programs. */
  @ApiProperty({ example: 'user.unknown' })
  code: string;

  /** In the caller's language. */
  @ApiProperty({ example: 'There is no user with this id.' })
  message: string;
}

export class BatchResultDto {
  /** Items that were new or changed something. */
  @ApiProperty({ type: 'integer', example: 998 })
  accepted: number;

  /** Items that had been taken before and changed nothing. */
  @ApiProperty({ type: 'integer', example: 1 })
  duplicates: number;

  /** The others, in the order they were sent in. */
  @ApiProperty({ type: [RejectedItemDto] })
  rejected: RejectedItemDto[];
}
