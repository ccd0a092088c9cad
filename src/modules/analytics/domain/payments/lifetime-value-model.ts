import { type BgNbdFit, expectedFurtherVisits, summariseVisits } from '../churn/bg-nbd';
import { expectedPayment, type GammaGammaFit } from '../churn/gamma-gamma';

export const LIFETIME_VALUE_VERSION = 'bg_nbd_gamma_gamma_v1.0';
/** How far the projection looks ahead. */
export const PROJECTED_WEEKS = 52;
/** Fewer people who paid more than once say too little. */
export const FEWEST_REPEAT_PAYERS = 50;

/** Days on which somebody paid more than was paid back, in one currency; days are numbered from 1970-01-01 (UTC). */
export interface PayerHistory {
  readonly userId: string;
  /** With 0, when all was paid back, the other figures mean nothing. */
  readonly paymentDays: number;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Mean of the days after the first, in minor units; null with a single one. */
  readonly meanRepeatMinor: number | null;
}

/** What lets expect how often, and how much at a time, people will pay in one currency. */
export interface LifetimeValueModel {
  readonly currency: string;
  /** Times in days. */
  readonly visits: BgNbdFit;
  /** Amounts in minor units. */
  readonly spend: GammaGammaFit;
  /** People that it was fitted on, and those of them with more than one day of payments. */
  readonly payers: number;
  readonly repeatPayers: number;
  readonly trainedAt: Date;
}

/** Minor units that somebody is expected to pay in the coming {@link PROJECTED_WEEKS}; `today` in days from 1970-01-01. */
export function expectedRevenue(
  { visits, spend }: Pick<LifetimeValueModel, 'visits' | 'spend'>,
  payer: PayerHistory,
  today: number,
): number {
  const own = summariseVisits(payer.paymentDays, payer.firstDay, payer.lastDay, today);
  const repeats =
    payer.meanRepeatMinor === null ? null : { payments: own.repeats, mean: payer.meanRepeatMinor };
  return expectedFurtherVisits(visits, own, 7 * PROJECTED_WEEKS) * expectedPayment(spend, repeats);
}
