import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsCleanText, IsEmailList, IsId, IsTimeZoneName } from '../../../common/http/validation/constraints';
import {
  REPORT_FORMATS,
  REPORT_LOCALES,
  REPORT_TYPES,
  type ReportFormat,
  type ReportLocale,
  type ReportType,
} from '../domain/report';
import { type Period, PERIODS } from '../domain/schedule';

export class CreateScheduleDto {
  /** For people. */
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'Retention, every Monday' })
  name: string;

  /** Minute, hour, day of the month, month, day of the week. */
  @IsCleanText(9, 100)
  @ApiProperty({ example: '0 8 * * 1' })
  cron: string;

  /** IANA name; `cron` and `period` go by its clocks. */
  @IsOptional()
  @IsTimeZoneName()
  timezone?: string = 'UTC';

  @IsIn(REPORT_TYPES)
  @ApiProperty({ enum: REPORT_TYPES })
  report_type: ReportType;

  @IsIn(REPORT_FORMATS)
  @ApiProperty({ enum: REPORT_FORMATS })
  format: ReportFormat;

  /** Whole days before the day of the run: seven, thirty, the last week from Monday to Sunday, the last month. */
  @IsIn(PERIODS)
  @ApiProperty({ enum: PERIODS })
  period: Period;

  /** Needed for `ab_test`, and for no other type. */
  @IsOptional()
  @IsId()
  ab_test_id?: string;

  /** Are told by e-mail of each export; none: it is in the list of exports. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsEmailList()
  @ApiProperty({ type: [String], example: ['anna@example.org'] })
  recipients?: string[] = [];

  /** That of the request unless it is given. */
  @IsOptional()
  @IsIn(REPORT_LOCALES)
  @ApiProperty({ enum: REPORT_LOCALES })
  locale?: ReportLocale;

  /** Begins a CSV with a byte order mark. */
  @IsOptional()
  @IsBoolean()
  bom?: boolean = false;
}

export class ScheduleDto {
  @ApiProperty({ format: 'uuid' })
  schedule_id: string;

  @ApiProperty({ example: 'Retention, every Monday' })
  name: string;

  @ApiProperty({ example: '0 8 * * 1' })
  cron: string;

  @ApiProperty({ example: 'Europe/Moscow' })
  timezone: string;

  @ApiProperty({ enum: REPORT_TYPES })
  report_type: ReportType;

  @ApiProperty({ enum: REPORT_FORMATS })
  format: ReportFormat;

  @ApiProperty({ enum: PERIODS })
  period: Period;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  ab_test_id: string | null;

  @ApiProperty({ type: [String], example: ['anna@example.org'] })
  recipients: string[];

  @ApiProperty({ enum: REPORT_LOCALES })
  locale: ReportLocale;

  bom: boolean;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ format: 'date-time' })
  next_run_at: string;
}

export class ScheduleListDto {
  /** Newest first. */
  @ApiProperty({ type: [ScheduleDto] })
  items: ScheduleDto[];

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
