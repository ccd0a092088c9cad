import type { CalendarDate } from '../../../../common/kernel/calendar-date';
import type { ItemOutcome } from '../../../../common/kernel/batch';
import type { CohortQuery } from '../retention/cohort-query';
import type { LifetimeValueModel, PayerHistory } from './lifetime-value-model';
import type { Payment } from './payment';

/** What users of one cohort paid. */
export interface CohortRevenue {
  /** First day of the cohort's week. */
  readonly periodStart: CalendarDate;
  /** Weeks after the anchor's own; payments from before it belong to week 0. */
  readonly week: number;
  readonly currency: string;
  readonly amountMinor: number;
}

/** What is expected of a cohort's users in the time that the model looks ahead. */
export interface CohortOutlook {
  readonly periodStart: CalendarDate;
  readonly currency: string;
  /** All that they have paid so far, weeks that still run included. */
  readonly paidMinor: number;
  readonly expectedMinor: number;
}

export interface PayerOutlook {
  readonly userId: string;
  /** Expected payments of the time that the model looks ahead. */
  readonly expectedMinor: number;
}

/** Payments, and what they let expect. Only analysed users count in the cohorts. */
export abstract class PaymentRepository {
  /** One outcome per payment; a repeated id with another body is `payment.conflict`. */
  abstract record(payments: readonly Payment[]): Promise<ItemOutcome[]>;

  /** Payments of the cohorts' users in weeks 0…weeks. */
  abstract getCohortRevenue(query: CohortQuery): Promise<CohortRevenue[]>;

  abstract getCohortOutlook(query: CohortQuery): Promise<CohortOutlook[]>;

  abstract listCurrencies(): Promise<string[]>;

  /** The next analysed payers of a currency after `after`, by id. */
  abstract listPayers(currency: string, after: string | null, limit: number): Promise<PayerHistory[]>;

  /** Puts outlooks in the place of earlier ones; those of users who are not there any more are dropped. */
  abstract saveOutlooks(currency: string, outlooks: readonly PayerOutlook[]): Promise<void>;

  /** By currency. */
  abstract listModels(): Promise<LifetimeValueModel[]>;

  abstract saveModel(model: LifetimeValueModel): Promise<void>;
}
