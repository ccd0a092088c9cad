import { compileItemValidator } from '../../../common/http/validation/item-validator';
import type { ReadItem } from '../../../common/http/validation/read-item';
import { parseInstant } from '../../../common/kernel/instant';
import type { Payment } from '../domain/payments/payment';
import { PaymentDto } from './payments.dto';

const findError = compileItemValidator(PaymentDto);

/** Reads a payment by the API's own rules. */
export function readPayment(item: object): ReadItem<Payment> {
  const error = findError(item);
  return error ? { error } : { value: toPayment(item as PaymentDto) };
}

/** Of a valid item. */
export function toPayment(item: PaymentDto): Payment {
  return {
    paymentId: item.payment_id.toLowerCase(),
    userId: item.user_id.toLowerCase(),
    amountMinor: item.amount_minor,
    currency: item.currency,
    paidAt: parseInstant(item.paid_at)!,
  };
}
