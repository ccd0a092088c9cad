import { ApiProperty } from '@nestjs/swagger';

export class ProblemFieldDto {
  /** Path inside the body or the query. */
  @ApiProperty({ example: 'end_date' })
  field: string;

  @ApiProperty({ example: 'validation.isInstant' })
  code: string;

  /** In the caller's language. */
  @ApiProperty({ example: 'must be an ISO 8601 date-time with an offset, such as 2026-01-05T18:30:00Z' })
  message: string;
}

/** RFC 9457 problem details. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:kinoscope:problem:release.not_found' })
  type: string;

  /** In the caller's language. */
  @ApiProperty({ example: 'Not found' })
  title: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status: number;

  /** In the caller's language. */
  @ApiProperty({ example: 'There is no release with this id.' })
  detail: string;

  /** Stable, for programs. */
  @ApiProperty({ example: 'release.not_found' })
  code: string;

  /** Path of the request. */
  @ApiProperty({ example: '/api/v1/catalogue/releases/018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21/views' })
  instance: string;

  /** One entry a field at fault, with status 400. */
  @ApiProperty({ type: [ProblemFieldDto], required: false })
  errors?: ProblemFieldDto[];

  /** With status 5xx; the log repeats it. */
  @ApiProperty({ required: false, example: 'b4a1f0e2-6f55-4a53-9a0e-1d7f0f2f9a11' })
  error_id?: string;
}
