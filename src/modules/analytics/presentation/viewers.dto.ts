import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { AsBoolean } from '../../../common/http/validation/as-boolean';
import { AsInteger } from '../../../common/http/validation/as-integer';
import { IsTimeZoneName } from '../../../common/http/validation/constraints';
import {
  CHURN_MODEL_VERSION,
  CHURN_REASONS,
  CHURN_RISKS,
  type ChurnReason,
  type ChurnRisk,
} from '../domain/churn/churn-risk';
import { AT_RISK_SORTS, type AtRiskSort } from '../domain/churn/churn.repository';

export class ViewerAnalyticsQueryDto {
  /** Fills `recommended_content_ids` and `recommended_releases`. */
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  include_predictions?: boolean = false;

  /** Genres to list, the most watched first. */
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(100)
  @ApiProperty({ type: 'integer' })
  genre_limit?: number = 5;

  /** IANA name of the zone that hours are counted in. Default: the user's own, or UTC. */
  @IsOptional()
  @IsTimeZoneName()
  timezone?: string;
}

export class GenrePreferenceDto {
  @ApiProperty({ example: 'Animation' })
  genre_name: string;

  /** Whole views of releases with this genre. */
  @ApiProperty({ type: 'integer', example: 45 })
  views_count: number;

  /** Share of the views that have genres, each shared by its release's genres; percentage with one decimal. */
  @ApiProperty({ example: 31 })
  percentage: number;
}

export class ActivityPatternDto {
  /** Of the local clock, 0…23. */
  @ApiProperty({ type: 'integer', example: 18 })
  hour: number;

  /** Views of this hour in parts of the busiest hour's, 0…1 with two decimals. */
  @ApiProperty({ example: 0.85 })
  activity_score: number;
}

export class RecommendedReleaseDto {
  @ApiProperty({ format: 'uuid' })
  release_id: string;

  @ApiProperty({ example: 'Silent Harbour' })
  title: string;

  @ApiProperty({ example: ['Drama'] })
  genres: string[];
}

export class ViewerAnalyticsDto {
  @ApiProperty({ format: 'uuid' })
  user_id: string;

  @ApiProperty({ type: 'integer', example: 145 })
  total_views: number;

  /** Length of the union of all viewing intervals, so that it cannot exceed the clock; one decimal. */
  @ApiProperty({ example: 2340 })
  total_watch_time_minutes: number;

  /** The most watched first. */
  @ApiProperty({ type: [GenrePreferenceDto] })
  favorite_genres: GenrePreferenceDto[];

  /** All 24 hours. */
  @ApiProperty({ type: [ActivityPatternDto] })
  activity_patterns: ActivityPatternDto[];

  /** Mean over the views that carry one, in percent with one decimal; null without any. */
  @ApiProperty({ example: 78.5 })
  average_completion_rate: number | null;

  @ApiProperty({ type: 'integer', example: 120 })
  days_since_registration: number;

  /** Since the last view; null without any. */
  @ApiProperty({ type: 'integer', example: 2 })
  days_since_last_activity: number | null;

  /** How often, how completely and how regularly, 0…1 with two decimals. */
  @ApiProperty({ example: 0.72 })
  engagement_score: number;

  /** `low` below 0.3, `high` from 0.6 on. */
  @ApiProperty({ enum: CHURN_RISKS })
  churn_risk: ChurnRisk;

  /** That the viewer has left, 0…1 with three decimals. */
  @ApiProperty({ example: 0.1 })
  churn_probability: number;

  /** What points to it, for viewers at medium or high risk. */
  @ApiProperty({ enum: CHURN_REASONS, isArray: true })
  churn_reasons: ChurnReason[];

  /** Up to 10 releases that the viewer has not seen, the best first; empty without `include_predictions`. */
  @ApiProperty({ type: [String], format: 'uuid' })
  recommended_content_ids: string[];

  /** The same releases by name. */
  @ApiProperty({ type: [RecommendedReleaseDto] })
  recommended_releases: RecommendedReleaseDto[];

  /** Of the churn probability. */
  @ApiProperty({ example: CHURN_MODEL_VERSION })
  model_version: string;

  /** That hours are counted in. */
  @ApiProperty({ example: 'Europe/Moscow' })
  timezone: string;

  /** When the answer was computed. */
  @ApiProperty({ format: 'date-time' })
  as_of: string;
}

export class ViewersAtRiskQueryDto extends PageQueryDto {
  /** Default: viewers at any risk. */
  @IsOptional()
  @IsIn(CHURN_RISKS)
  @ApiProperty({ enum: CHURN_RISKS })
  churn_risk?: ChurnRisk;

  /** The most probable to have left, the last active, or the ones with the most views first. */
  @IsOptional()
  @IsIn(AT_RISK_SORTS)
  @ApiProperty({ enum: AT_RISK_SORTS })
  sort?: AtRiskSort = 'churn_probability';
}

export class ViewerAtRiskDto {
  @ApiProperty({ format: 'uuid' })
  user_id: string;

  name: string | null;

  @ApiProperty({ format: 'date-time' })
  registered_at: string;

  /** Null: no views yet. */
  @ApiProperty({ format: 'date-time' })
  last_viewed_at: string | null;

  @ApiProperty({ type: 'integer', example: 145 })
  total_views: number;

  @ApiProperty({ enum: CHURN_RISKS })
  churn_risk: ChurnRisk;

  /** 0…1 with three decimals. */
  @ApiProperty({ example: 0.87 })
  churn_probability: number;

  @ApiProperty({ enum: CHURN_REASONS, isArray: true })
  churn_reasons: ChurnReason[];

  @ApiProperty({ example: CHURN_MODEL_VERSION })
  model_version: string;

  /** All viewers are judged nightly, and within the hour after they have watched something. */
  @ApiProperty({ format: 'date-time' })
  scored_at: string;
}

export class ViewersAtRiskDto {
  @ApiProperty({ type: [ViewerAtRiskDto] })
  items: ViewerAtRiskDto[];

  /** Pass it as `cursor` to get the next page; null on the last one. */
  next_cursor: string | null;
}
