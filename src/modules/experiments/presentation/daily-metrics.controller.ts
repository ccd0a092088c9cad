import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { RequireRole } from '../../identity';
import { ReadDailyMetric } from '../application/read-daily-metric';
import { DailyMetricsDto } from './daily-metrics.dto';
import { dailyMetricsCacheKey, dailyMetricsTags } from './test-metrics-cache-key';
import { DailyMetricsQueryDto } from './test-metrics.dto';
import { presentDays } from './test-metrics.presenter';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests/:test_id/metrics/daily')
export class DailyMetricsController {
  constructor(private readonly readDailyMetric: ReadDailyMetric) {}

  /** How a metric has come about, UTC day by UTC day: for a chart. */
  @Get()
  @RequireRole('admin')
  @ServeFromCache({
    from: 'query',
    dto: DailyMetricsQueryDto,
    key: dailyMetricsCacheKey,
    ttlSeconds: 300,
    tags: dailyMetricsTags,
  })
  @ApiOkResponse({ type: DailyMetricsDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async read(
    @Param('test_id', IdPipe) testId: string,
    @Query() { metric_name, inference }: DailyMetricsQueryDto,
  ): Promise<DailyMetricsDto> {
    return presentDays(await this.readDailyMetric.execute(testId, metric_name ?? null, inference ?? null));
  }
}
