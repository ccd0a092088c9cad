import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { RequireScope } from '../../identity';
import { RecordPayments } from '../application/payments/record-payments';
import { PaymentDto, RecordPaymentsDto } from './payments.dto';
import { toPayment } from './read-payment';

@ApiTags('payments')
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly recordPayments: RecordPayments,
    private readonly batches: BatchPresenter,
  ) {}

  /**
   * Takes up to 1,000 payments and answers after the commit. A repeated payment is a duplicate; the same id with another
   * body is rejected as `payment.conflict`.
   */
  @Post()
  @HttpCode(200)
  @RequireScope('ingest')
  @ApiBody({ type: RecordPaymentsDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async record(
    @Body(new BatchPipe('payments', PaymentDto, 'payment_id')) batch: Batch<PaymentDto>,
  ): Promise<BatchResultDto> {
    const payments = batch.valid.map(({ item }) => toPayment(item));
    return this.batches.present(batch, await this.recordPayments.execute(payments), 'payment.invalid');
  }
}
