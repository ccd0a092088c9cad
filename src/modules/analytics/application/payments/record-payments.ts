import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../../common/kernel/batch';
import { Clock } from '../../../../common/kernel/clock';
import { EventBus } from '../../../../common/kernel/event-bus';
import { PaymentsRecorded } from '../../domain/events';
import type { Payment } from '../../domain/payments/payment';
import { PaymentRepository } from '../../domain/payments/payment.repository';
import { MAX_LEAD_MS } from '../record-views';

/** Takes payments, each accepted, known already or rejected by itself; resolves after the commit. */
@Injectable()
export class RecordPayments {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async execute(payments: readonly Payment[]): Promise<ItemOutcome[]> {
    const latest = this.clock.now().getTime() + MAX_LEAD_MS;
    const isEarly = ({ paidAt }: Payment) => paidAt.getTime() > latest;
    const recorded = await this.payments.record(payments.filter((payment) => !isEarly(payment)));
    if (recorded.includes('accepted')) await this.events.publish(new PaymentsRecorded());
    let next = 0;
    return payments.map((payment) => (isEarly(payment) ? { code: 'payment.in_future' } : recorded[next++]!));
  }
}
