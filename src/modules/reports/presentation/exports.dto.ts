import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsEmailAddress, IsId, IsInstant } from '../../../common/http/validation/constraints';
import { EXPORT_STATES, type ExportState } from '../domain/export';
import {
  REPORT_FORMATS,
  REPORT_LOCALES,
  REPORT_TYPES,
  type ReportFormat,
  type ReportLocale,
  type ReportType,
} from '../domain/report';

export class ExportRequestDto {
  /**
   * `views`: one row a view; `cohorts`: weekly retention, one row a cohort and week; `popularity`: releases with their
   * views in the period and what is expected of the next seven days; `users`: one row a viewer; `ab_test`: results of a
   * test as of now.
   */
  @IsIn(REPORT_TYPES)
  @ApiProperty({ enum: REPORT_TYPES })
  report_type: ReportType;

  /** A CSV holds its header and data alone; a workbook has a sheet, and a PDF a last page, with parameters and hash. */
  @IsIn(REPORT_FORMATS)
  @ApiProperty({ enum: REPORT_FORMATS })
  format: ReportFormat;

  /** First instant of the period. */
  @ApiProperty({ example: '2026-01-05T00:00:00Z' })
  @IsInstant()
  start_date: string;

  /** End of the period; the whole second that it names belongs to it. */
  @ApiProperty({ example: '2026-02-01T23:59:59Z' })
  @IsInstant()
  end_date: string;

  /** Needed for `ab_test`, and for no other type. */
  @IsOptional()
  @IsId()
  ab_test_id?: string;

  /** Is told by e-mail when the file is ready, or why it will not be. */
  @IsOptional()
  @IsEmailAddress()
  notify_email?: string;

  /** Language of workbook, document and e-mail; that of the request unless it is given. */
  @IsOptional()
  @IsIn(REPORT_LOCALES)
  @ApiProperty({ enum: REPORT_LOCALES })
  locale?: ReportLocale;

  /** Begins a CSV with a byte order mark, which old versions of Excel need to see UTF-8. */
  @IsOptional()
  @IsBoolean()
  bom?: boolean = false;
}

export class ReadyExportDto {
  @ApiProperty({ format: 'uuid' })
  export_id: string;

  /** Opens the file to whoever has it, until `expires_at`. */
  @ApiProperty({ format: 'uri' })
  download_url: string;

  @ApiProperty({ format: 'date-time' })
  expires_at: string;

  @ApiProperty({ type: 'integer', example: 48_213 })
  file_size_bytes: number;

  /** Rows of data; a PDF sums them up. */
  @ApiProperty({ type: 'integer', example: 412 })
  row_count: number;

  /** SHA-256 of the file. */
  @ApiProperty({ example: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9' })
  sha256: string;
}

export class StartedExportDto {
  @ApiProperty({ format: 'uuid' })
  export_id: string;

  /** `GET /analytics/v2/exports/{export_id}`. */
  @ApiProperty({ example: '/api/v1/analytics/v2/exports/018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21' })
  status_url: string;
}

export class ExportFailureDto {
  /** Stable, for programs. */
  @ApiProperty({ example: 'export.timed_out' })
  code: string;

  /** For people. */
  @ApiProperty({ example: 'Writing the file took too long. Ask for a shorter period.' })
  message: string;
}

export class ExportDto {
  @ApiProperty({ format: 'uuid' })
  export_id: string;

  @ApiProperty({ enum: EXPORT_STATES })
  state: ExportState;

  /** Percent. */
  @ApiProperty({ type: 'integer', example: 40 })
  progress: number;

  @ApiProperty({ enum: REPORT_TYPES })
  report_type: ReportType;

  @ApiProperty({ enum: REPORT_FORMATS })
  format: ReportFormat;

  @ApiProperty({ format: 'date-time' })
  start_date: string;

  @ApiProperty({ format: 'date-time' })
  end_date: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  ab_test_id: string | null;

  @ApiProperty({ enum: REPORT_LOCALES })
  locale: ReportLocale;

  bom: boolean;

  /** Null: ordered by a person. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  schedule_id: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  /** All data are of this moment; null before they are read. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  snapshot_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finished_at: string | null;

  /** When file and export go; null while it is under way. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expires_at: string | null;

  /** Null unless `state` is `ready`, as are the next four. */
  @ApiProperty({ type: String, format: 'uri', nullable: true })
  download_url: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  file_size_bytes: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  row_count: number | null;

  /** SHA-256 of the file. */
  @ApiProperty({ type: String, nullable: true })
  sha256: string | null;

  /** SHA-256 of the data as CSV with its header and without a byte order mark: the hash that stands in the file. */
  @ApiProperty({ type: String, nullable: true })
  data_sha256: string | null;

  /** Null unless `state` is `failed`. */
  @ApiProperty({ type: ExportFailureDto, nullable: true })
  failure: ExportFailureDto | null;
}

export class ExportListDto {
  /** Newest first. */
  @ApiProperty({ type: [ExportDto] })
  items: ExportDto[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

export class DownloadQueryDto {
  /** As it stands in the link, in seconds since 1970. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  @ApiPropertyOptional({ example: '1772452800' })
  expires?: string = '';

  /** As it stands in the link. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  signature?: string = '';
}
