import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { ProblemDto } from '../../../common/http/problem';
import { formatInstant, parseInstant } from '../../../common/kernel/instant';
import { RequireRole } from '../../identity';
import { AnalyseCohorts, type CohortRequest, type DatedCohortReport } from '../application/analyse-cohorts';
import type { CohortLifetimeValue } from '../domain/payments/cohort-lifetime-value';
import { LIFETIME_VALUE_VERSION, PROJECTED_WEEKS } from '../domain/payments/lifetime-value-model';
import type { CohortLine } from '../domain/retention/cohort-report';
import { cohortCacheKey } from './cohort-cache-key';
import { CohortAnalyticsDto, CohortAnalyticsRequestDto, CohortDto } from './cohorts.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/cohorts')
export class CohortsController {
  constructor(private readonly analyseCohorts: AnalyseCohorts) {}

  /** Weekly retention: which share of the users who began in a week came back in the weeks after. */
  @Post()
  @HttpCode(200)
  @RequireRole('admin')
  @ServeFromCache({
    from: 'body',
    dto: CohortAnalyticsRequestDto,
    key: cohortCacheKey,
    ttlSeconds: 3_600,
    tags: ({ include_ltv }) => [
      'views',
      'users',
      'releases',
      ...(include_ltv ? (['payments', 'models'] as const) : []),
    ],
  })
  @ApiOkResponse({ type: CohortAnalyticsDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'Unknown release or genre' })
  async analyse(@Body() body: CohortAnalyticsRequestDto): Promise<CohortAnalyticsDto> {
    const request = toRequest(body);
    return present(request, await this.analyseCohorts.execute(request));
  }
}

function toRequest(body: CohortAnalyticsRequestDto): CohortRequest {
  return {
    cohortType: body.cohort_type,
    startDate: parseInstant(body.start_date)!,
    endDate: parseInstant(body.end_date)!,
    weeks: body.weeks ?? 4,
    retention: body.retention ?? 'on',
    window: body.window ?? 'calendar',
    timezone: body.timezone ?? 'UTC',
    weekStart: body.week_start ?? 'monday',
    releaseId: body.release_id?.toLowerCase() ?? null,
    genre: body.genre ?? null,
    minCohortSize: body.min_cohort_size ?? 0,
    includeLifetimeValue: body.include_ltv ?? false,
  };
}

function present(request: CohortRequest, report: DatedCohortReport): CohortAnalyticsDto {
  return {
    cohort_type: request.cohortType,
    start_date: formatInstant(request.startDate),
    end_date: formatInstant(request.endDate),
    timezone: request.timezone,
    cohorts: report.cohorts.map((cohort) => ({
      ...presentCohort(cohort),
      ...(report.lifetimeValues && presentLifetimeValue(report.lifetimeValues.get(cohort.periodStart)!)),
    })),
    overall_retention_rate: report.overallRetentionRate,
    returning_rate: report.returningRate,
    total_users_analyzed: report.totalUsers,
    as_of: formatInstant(report.asOf),
  };
}

function presentCohort({ period, size, retention }: CohortLine): CohortDto {
  const rate = (week: number) => retention[week]?.rate ?? null;
  return {
    cohort_period: period,
    cohort_size: size,
    retention_week_0: 100,
    retention_week_1: rate(1),
    retention_week_2: rate(2),
    retention_week_3: rate(3),
    retention_week_4: rate(4),
    retention: retention.map((week) => ({
      week: week.week,
      eligible_users: week.eligibleUsers,
      active_users: week.activeUsers,
      rate: week.rate,
      ci_lower: week.ciLower,
      ci_upper: week.ciUpper,
    })),
  };
}

function presentLifetimeValue({
  weeks,
  projections,
}: CohortLifetimeValue): Required<Pick<CohortDto, 'ltv' | 'ltv_projection'>> {
  return {
    ltv: weeks.map(({ week, revenuePerUser, currency }) => ({
      week,
      revenue_per_user_minor: revenuePerUser,
      currency,
    })),
    ltv_projection: projections.map(({ currency, revenuePerUser, trainedAt }) => ({
      currency,
      weeks_ahead: PROJECTED_WEEKS,
      revenue_per_user_minor: revenuePerUser,
      model_version: LIFETIME_VALUE_VERSION,
      trained_at: formatInstant(trainedAt),
    })),
  };
}
