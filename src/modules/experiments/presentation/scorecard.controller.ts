import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ServeFromCache } from '../../../common/cache/serve-from-cache.decorator';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { formatInstant } from '../../../common/kernel/instant';
import { RequireRole } from '../../identity';
import { ReadScorecard } from '../application/read-scorecard';
import { ScorecardDto, ScorecardQueryDto } from './scorecard.dto';
import { scorecardCacheKey, testMetricsTags } from './test-metrics-cache-key';
import { presentComparison } from './test-metrics.presenter';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests/:test_id/scorecard')
export class ScorecardController {
  constructor(private readonly readScorecard: ReadScorecard) {}

  /** All metrics that the test declares, with p-values adjusted for how many comparisons they make. */
  @Get()
  @RequireRole('admin')
  @ServeFromCache({
    from: 'query',
    dto: ScorecardQueryDto,
    key: scorecardCacheKey,
    ttlSeconds: 300,
    tags: testMetricsTags,
  })
  @ApiOkResponse({ type: ScorecardDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async read(
    @Param('test_id', IdPipe) testId: string,
    @Query() { inference: asked }: ScorecardQueryDto,
  ): Promise<ScorecardDto> {
    const { inference, metrics, asOf } = await this.readScorecard.execute(testId, asked ?? null);
    return {
      test_id: testId,
      inference,
      metrics: metrics.map(({ name, role, direction, comparisons }) => ({
        metric_name: name,
        role,
        direction,
        comparisons: comparisons.map((comparison) => ({
          ...presentComparison(comparison),
          q_value: comparison.qValue,
        })),
      })),
      as_of: formatInstant(asOf),
    };
  }
}
