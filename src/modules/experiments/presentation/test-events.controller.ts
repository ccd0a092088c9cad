import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { parseInstant } from '../../../common/kernel/instant';
import { RequireScope } from '../../identity';
import { RecordTestEvents } from '../application/record-test-events';
import type { TestEvent } from '../domain/test-event';
import { RecordTestEventsDto, TestEventDto } from './test-events.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests/events')
export class TestEventsController {
  constructor(
    private readonly recordTestEvents: RecordTestEvents,
    private readonly batches: BatchPresenter,
  ) {}

  /**
   * Takes up to 1,000 events of users in A/B tests and answers after the commit. Only what happens after a user's exposure
   * counts. A repeated event is a duplicate; the same id with another body is rejected as `event.conflict`.
   */
  @Post()
  @HttpCode(200)
  @RequireScope('ingest')
  @ApiBody({ type: RecordTestEventsDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async record(
    @Body(new BatchPipe('events', TestEventDto, 'event_id')) batch: Batch<TestEventDto>,
  ): Promise<BatchResultDto> {
    const events = batch.valid.map(({ item }) => toTestEvent(item));
    return this.batches.present(batch, await this.recordTestEvents.execute(events), 'event.invalid');
  }
}

function toTestEvent(item: TestEventDto): TestEvent {
  return {
    eventId: item.event_id.toLowerCase(),
    testId: item.test_id.toLowerCase(),
    userId: item.user_id.toLowerCase(),
    metricName: item.metric_name,
    value: item.value ?? 1,
    occurredAt: parseInstant(item.occurred_at)!,
  };
}
