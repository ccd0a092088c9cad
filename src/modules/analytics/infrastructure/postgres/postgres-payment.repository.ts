import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import { IdempotentWriter, type Inserted } from '../../../../common/database/idempotent-writer';
import { retryLostRaces } from '../../../../common/database/retry-lost-races';
import type { ItemOutcome } from '../../../../common/kernel/batch';
import type { LifetimeValueModel, PayerHistory } from '../../domain/payments/lifetime-value-model';
import { isSamePayment, type Payment } from '../../domain/payments/payment';
import {
  type CohortOutlook,
  type CohortRevenue,
  type PayerOutlook,
  PaymentRepository,
} from '../../domain/payments/payment.repository';
import type { CohortQuery } from '../../domain/retention/cohort-query';
import { scopeOf } from './cohort-activity-reader';
import { type RecordedRow, toInserted } from './insert-views';
import { knownTimeZone } from './known-time-zone';
import {
  cohortOutlook,
  cohortRevenue,
  FIND_PAYMENTS,
  LIST_CURRENCIES,
  LIST_PAYERS,
  RECORD_PAYMENTS,
  SAVE_OUTLOOKS,
} from './queries/payments';
import { ViewerModels } from './viewer-models';

@Injectable()
export class PostgresPaymentRepository extends PaymentRepository {
  private readonly writer: IdempotentWriter<Payment>;

  constructor(
    private readonly database: Database,
    private readonly models: ViewerModels,
  ) {
    super();
    this.writer = new IdempotentWriter<Payment>({
      idOf: ({ paymentId }) => paymentId,
      userOf: ({ userId }) => userId,
      isSame: isSamePayment,
      conflict: 'payment.conflict',
      insert: (payments) => this.insert(payments),
      find: (ids) => this.find(ids),
    });
  }

  record(payments: readonly Payment[]): Promise<ItemOutcome[]> {
    return this.writer.write(payments);
  }

  async getCohortRevenue(query: CohortQuery): Promise<CohortRevenue[]> {
    const values = [...scopeOf(query), query.window === 'rolling', query.weeks, ...releasesOf(query)];
    const rows = await this.readCohorts<RevenueRow>(cohortRevenue(query), values);
    return rows.map((row) => ({
      periodStart: row.cohort,
      week: row.week,
      currency: row.currency,
      amountMinor: row.amount_minor,
    }));
  }

  async getCohortOutlook(query: CohortQuery): Promise<CohortOutlook[]> {
    const values = [...scopeOf(query), ...releasesOf(query)];
    const rows = await this.readCohorts<OutlookRow>(cohortOutlook(query), values);
    return rows.map((row) => ({
      periodStart: row.cohort,
      currency: row.currency,
      paidMinor: row.paid_minor,
      expectedMinor: row.expected_minor,
    }));
  }

  async listCurrencies(): Promise<string[]> {
    const rows = await this.database.queryLong<{ currency: string }>(LIST_CURRENCIES);
    return rows.map(({ currency }) => currency);
  }

  async listPayers(currency: string, after: string | null, limit: number): Promise<PayerHistory[]> {
    const rows = await this.database.queryLong<PayerRow>(LIST_PAYERS, [currency, after, limit]);
    return rows.map((row) => ({
      userId: row.user_id,
      paymentDays: row.payment_days,
      firstDay: row.first_day,
      lastDay: row.last_day,
      meanRepeatMinor: row.mean_repeat_minor,
    }));
  }

  async saveOutlooks(currency: string, outlooks: readonly PayerOutlook[]): Promise<void> {
    await this.database.query(SAVE_OUTLOOKS, [
      currency,
      outlooks.map(({ userId }) => userId),
      outlooks.map(({ expectedMinor }) => expectedMinor),
    ]);
  }

  async listModels(): Promise<LifetimeValueModel[]> {
    const rows = await this.models.list('lifetime_value');
    return rows.map(({ variant, model, trainedAt }) => ({
      ...(model as Omit<LifetimeValueModel, 'currency' | 'trainedAt'>),
      currency: variant,
      trainedAt,
    }));
  }

  async saveModel({ currency, trainedAt, ...model }: LifetimeValueModel): Promise<void> {
    await this.models.save({ purpose: 'lifetime_value', variant: currency, model, trainedAt });
  }

  private readCohorts<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    return knownTimeZone(() => this.database.queryLong<Row>({ text }, values));
  }

  private async insert(payments: readonly Payment[]): Promise<Inserted | 'all'> {
    const columns = [
      payments.map(({ paymentId }) => paymentId),
      payments.map(({ userId }) => userId),
      payments.map(({ amountMinor }) => amountMinor),
      payments.map(({ currency }) => currency),
      payments.map(({ paidAt }) => paidAt.getTime()),
    ];
    const [row] = await retryLostRaces(() => this.database.query<RecordedRow>(RECORD_PAYMENTS, columns));
    return toInserted(row!);
  }

  private async find(ids: readonly string[]): Promise<Payment[]> {
    const rows = await this.database.query<PaymentRow>(FIND_PAYMENTS, [ids]);
    return rows.map((row) => ({
      paymentId: row.payment_id,
      userId: row.user_id,
      amountMinor: row.amount_minor,
      currency: row.currency,
      paidAt: row.paid_at,
    }));
  }
}

/** The last parameter, where the statement has it: a filter decides what a first view is, and nothing of registrations. */
const releasesOf = ({ cohortType, releaseIds }: CohortQuery) =>
  cohortType === 'first_view' && releaseIds ? [releaseIds] : [];

interface RevenueRow {
  cohort: string;
  week: number;
  currency: string;
  amount_minor: number;
}

interface OutlookRow {
  cohort: string;
  currency: string;
  paid_minor: number;
  expected_minor: number;
}

interface PayerRow {
  user_id: string;
  payment_days: number;
  first_day: number;
  last_day: number;
  mean_repeat_minor: number | null;
}

interface PaymentRow {
  payment_id: string;
  user_id: string;
  amount_minor: number;
  currency: string;
  paid_at: Date;
}
