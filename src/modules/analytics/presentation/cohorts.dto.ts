import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LIFETIME_VALUE_VERSION } from '../domain/payments/lifetime-value-model';
import { IsCleanText, IsId, IsInstant, IsTimeZoneName } from '../../../common/http/validation/constraints';
import { WEEK_STARTS, type WeekStart } from '../../../common/kernel/calendar-date';
import {
  COHORT_TYPES,
  type CohortType,
  MAX_COHORT_WEEKS,
  RETENTION_MODES,
  RETENTION_WINDOWS,
  type RetentionMode,
  type RetentionWindow,
} from '../domain/retention/cohort-query';

export class CohortAnalyticsRequestDto {
  /** First instant of the range that the users' anchors lie in. */
  @ApiProperty({ example: '2026-01-05T00:00:00Z' })
  @IsInstant()
  start_date: string;

  /** End of the range; the whole second that it names belongs to it. */
  @ApiProperty({ example: '2026-02-01T23:59:59Z' })
  @IsInstant()
  end_date: string;

  /** The users' anchor: their registration, or the first view in their whole history. */
  @IsIn(COHORT_TYPES)
  @ApiProperty({ enum: COHORT_TYPES })
  cohort_type: CohortType;

  /** Weeks to follow after the anchor's own. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_COHORT_WEEKS)
  @ApiProperty({ type: 'integer' })
  weeks?: number = 4;

  /** Active in week k, or in week k or any later one. */
  @IsOptional()
  @IsIn(RETENTION_MODES)
  @ApiProperty({ enum: RETENTION_MODES })
  retention?: RetentionMode = 'on';

  /** Weeks of the calendar, or seven local dates each from the user's own anchor. */
  @IsOptional()
  @IsIn(RETENTION_WINDOWS)
  @ApiProperty({ enum: RETENTION_WINDOWS })
  window?: RetentionWindow = 'calendar';

  /** IANA name of the zone that days and weeks are counted in. */
  @IsOptional()
  @IsTimeZoneName()
  timezone?: string = 'UTC';

  /** First day of the weeks of the calendar. */
  @IsOptional()
  @IsIn(WEEK_STARTS)
  @ApiProperty({ enum: WEEK_STARTS })
  week_start?: WeekStart = 'monday';

  /** Only views of this release count, as activity and as a first view. */
  @IsOptional()
  @IsId()
  release_id?: string;

  /** Only views of releases with this genre count. */
  @IsOptional()
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'Animation' })
  genre?: string;

  /** Smaller cohorts are left out of `cohorts`; the totals count them. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  @ApiProperty({ type: 'integer' })
  min_cohort_size?: number = 0;

  /** Adds `ltv` and `ltv_projection` to each cohort. */
  @IsOptional()
  @IsBoolean()
  include_ltv?: boolean = false;
}

export class LifetimeValueWeekDto {
  /** Weeks after the anchor's own, which is 0. */
  @ApiProperty({ type: 'integer', example: 4 })
  week: number;

  /**
   * What the cohort's users paid up to the end of this week, refunds taken off, ÷ cohort size, in minor units with two
   * decimals; null while the week runs.
   */
  @ApiProperty({ example: 1249.5 })
  revenue_per_user_minor: number | null;

  @ApiProperty({ example: 'EUR' })
  currency: string;
}

export class LifetimeValueProjectionDto {
  @ApiProperty({ example: 'EUR' })
  currency: string;

  /** Weeks after the last training that the projection reaches. */
  @ApiProperty({ type: 'integer', example: 52 })
  weeks_ahead: number;

  /** What they have paid so far and are expected to pay yet ÷ cohort size, in minor units with two decimals. */
  @ApiProperty({ example: 4310.25 })
  revenue_per_user_minor: number;

  /** BG/NBD (how often) × gamma-gamma (how much). */
  @ApiProperty({ example: LIFETIME_VALUE_VERSION })
  model_version: string;

  @ApiProperty({ format: 'date-time' })
  trained_at: string;
}

export class RetentionWeekDto {
  /** Weeks after the anchor's own, which is 0. */
  @ApiProperty({ type: 'integer', example: 1 })
  week: number;

  /** Users old enough for this week. */
  @ApiProperty({ type: 'integer', example: 150 })
  eligible_users: number;

  /** Null while the week runs. */
  @ApiProperty({ type: 'integer', example: 98 })
  active_users: number | null;

  /** Percentage with one decimal; null while the week runs. */
  @ApiProperty({ example: 65.3 })
  rate: number | null;

  /** Wilson interval, 95 %, in percent with one decimal; null for week 0 and while the week runs. */
  @ApiProperty({ example: 57.4 })
  ci_lower: number | null;

  /** The interval's other end. */
  @ApiProperty({ example: 72.5 })
  ci_upper: number | null;
}

export class CohortDto {
  /** ISO week of the anchors; for weeks that start on Sunday their first day. */
  @ApiProperty({ example: '2026-W02' })
  cohort_period: string;

  /** Users whose anchor lies in this week. */
  @ApiProperty({ type: 'integer', example: 150 })
  cohort_size: number;

  /** Percentage; 100.0 by definition. */
  @ApiProperty({ example: 100 })
  retention_week_0: number;

  /** `rate` of week 1; null while the week runs, and where `weeks` ends before it. */
  @ApiProperty({ example: 65.3 })
  retention_week_1: number | null;

  /** `rate` of week 2, likewise. */
  @ApiProperty({ example: 45.3 })
  retention_week_2: number | null;

  /** `rate` of week 3, likewise. */
  @ApiProperty({ example: null })
  retention_week_3: number | null;

  /** `rate` of week 4, likewise. */
  @ApiProperty({ example: null })
  retention_week_4: number | null;

  /** Weeks 0 to `weeks`. */
  @ApiProperty({ type: [RetentionWeekDto] })
  retention: RetentionWeekDto[];

  /** With `include_ltv`: weeks 0 to `weeks` in each currency that somebody in the answer has paid in. */
  @ApiPropertyOptional({ type: [LifetimeValueWeekDto] })
  ltv?: LifetimeValueWeekDto[];

  /** With `include_ltv`: a projection for each currency with a model of its own, which is made nightly. */
  @ApiPropertyOptional({ type: [LifetimeValueProjectionDto] })
  ltv_projection?: LifetimeValueProjectionDto[];
}

export class CohortAnalyticsDto {
  @ApiProperty({ enum: COHORT_TYPES })
  cohort_type: CohortType;

  @ApiProperty({ format: 'date-time', example: '2026-01-05T00:00:00Z' })
  start_date: string;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T23:59:59Z' })
  end_date: string;

  @ApiProperty({ example: 'UTC' })
  timezone: string;

  /** Oldest first; cohorts without users are left out. */
  @ApiProperty({ type: [CohortDto] })
  cohorts: CohortDto[];

  /** Users in scope with at least one view, in percent of the users in scope; null without users. */
  @ApiProperty({ example: 45.5 })
  overall_retention_rate: number | null;

  /**
   * Users who came back in a later calendar week, in percent of those whose following calendar week has
   * ended; null without such users.
   */
  @ApiProperty({ example: 38.2 })
  returning_rate: number | null;

  /** Users in scope. */
  @ApiProperty({ type: 'integer', example: 500 })
  total_users_analyzed: number;

  /** When the answer was computed. */
  @ApiProperty({ format: 'date-time', example: '2026-02-10T09:30:00Z' })
  as_of: string;
}
