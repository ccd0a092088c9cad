export interface Payment {
  readonly paymentId: string;
  readonly userId: string;
  /** Whole minor units of the currency (cents, kopecks); negative: a refund. */
  readonly amountMinor: number;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
  readonly paidAt: Date;
}

/** Whether two payments with one id say the same. */
export function isSamePayment(a: Payment, b: Payment): boolean {
  return (
    a.userId === b.userId &&
    a.amountMinor === b.amountMinor &&
    a.currency === b.currency &&
    a.paidAt.getTime() === b.paidAt.getTime()
  );
}
