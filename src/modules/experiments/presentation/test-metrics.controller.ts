import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { RequireRole } from '../../identity';
import { ReadTestMetric } from '../application/read-test-metric';
import { RecommendationInterceptor } from './recommendation.interceptor';
import { testMetricsCacheKey, testMetricsTags } from './test-metrics-cache-key';
import { TestMetricsDto, TestMetricsQueryDto } from './test-metrics.dto';
import { presentMetric, type WordlessTestMetrics } from './test-metrics.presenter';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests/:test_id/metrics')
@UseInterceptors(RecommendationInterceptor)
export class TestMetricsController {
  constructor(private readonly readTestMetric: ReadTestMetric) {}

  /** What one metric says about a test: the variants' figures, comparisons with the control, and who wins. */
  @Get()
  @RequireRole('admin')
  @ServeFromCache({
    from: 'query',
    dto: TestMetricsQueryDto,
    key: testMetricsCacheKey,
    ttlSeconds: 300,
    tags: testMetricsTags,
  })
  @ApiOkResponse({ type: TestMetricsDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async read(
    @Param('test_id', IdPipe) testId: string,
    @Query() query: TestMetricsQueryDto,
  ): Promise<WordlessTestMetrics> {
    const winsorize = query.winsorize ?? null;
    const report = await this.readTestMetric.execute({
      testId,
      metricName: query.metric_name ?? null,
      inference: query.inference ?? null,
      cuped: query.cuped ?? false,
      winsorize,
    });
    return presentMetric(report, winsorize);
  }
}
