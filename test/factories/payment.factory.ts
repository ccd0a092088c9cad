import { userId } from './ids';

let next = 1;

/** A valid payment as the item of a request; name only what the test is about. */
export function aPaymentItem(given: Partial<Record<string, unknown>> = {}) {
  return {
    payment_id: paymentId(next++),
    user_id: userId(1),
    amount_minor: 1_000,
    currency: 'EUR',
    paid_at: '2026-01-06T18:00:00Z',
    ...given,
  };
}

export const paymentId = (number: number) => `dddddddd-0000-4000-8000-${String(number).padStart(12, '0')}`;
