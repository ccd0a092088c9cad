import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { RequireScope } from '../../identity';
import { RecordViews } from '../application/record-views';
import { toViewEvent } from './read-view';
import { RecordViewsDto, ViewEventDto } from './views.dto';

@ApiTags('views')
@Controller('views')
export class ViewsController {
  constructor(
    private readonly recordViews: RecordViews,
    private readonly batches: BatchPresenter,
  ) {}

  /**
   * Takes up to 1,000 view events and answers after the commit. A repeated event is a duplicate, however late
   * it comes; the same id with another body is rejected as `event.conflict`.
   */
  @Post()
  @HttpCode(200)
  @RequireScope('ingest')
  @ApiBody({ type: RecordViewsDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async record(
    @Body(new BatchPipe('events', ViewEventDto, 'event_id')) batch: Batch<ViewEventDto>,
  ): Promise<BatchResultDto> {
    const events = batch.valid.map(({ item }) => toViewEvent(item));
    return this.batches.present(batch, await this.recordViews.execute(events), 'event.invalid');
  }
}
