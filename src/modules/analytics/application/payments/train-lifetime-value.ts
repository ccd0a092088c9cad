import { Injectable } from '@nestjs/common';
import { localDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { summariseVisits } from '../../domain/churn/bg-nbd';
import { ModelTrainer } from '../../domain/model-trainer';
import {
  expectedRevenue,
  FEWEST_REPEAT_PAYERS,
  type LifetimeValueModel,
  type PayerHistory,
} from '../../domain/payments/lifetime-value-model';
import { drawByLot } from '../../domain/payments/draw-by-lot';
import { PaymentRepository } from '../../domain/payments/payment.repository';

/** Payers that are foreseen at a time: some ten milliseconds of computing. */
const BATCH = 1_000;
/** More people would tell the parameters hardly better. */
const SAMPLE = 20_000;

/** Learns from all payments what each payer will pay in the coming year, in each currency by itself. */
@Injectable()
export class TrainLifetimeValue {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly trainer: ModelTrainer,
    private readonly clock: Clock,
  ) {}

  async execute(signal: AbortSignal): Promise<void> {
    for (const currency of await this.payments.listCurrencies()) {
      const model = await this.train(currency, signal);
      if (model === null) continue;
      await this.payments.saveModel(model);
      await this.foresee(model, signal);
    }
  }

  /** Null: too few people have paid more than once, or no maximum was found, or no mean exists. */
  private async train(currency: string, signal: AbortSignal): Promise<LifetimeValueModel | null> {
    const trainedAt = this.clock.now();
    const today = toDayNumber(localDate(trainedAt, 'UTC'));
    const payers = (await drawByLot(this.batches(currency, signal), SAMPLE)).filter(
      ({ paymentDays }) => paymentDays > 0,
    );
    const spenders = payers.flatMap(({ paymentDays, meanRepeatMinor }) =>
      meanRepeatMinor === null ? [] : [{ payments: paymentDays - 1, mean: meanRepeatMinor }],
    );
    if (spenders.length < FEWEST_REPEAT_PAYERS) return null;
    const visits = await this.trainer.fitBgNbd(
      payers.map(({ paymentDays, firstDay, lastDay }) => ({
        ...summariseVisits(paymentDays, firstDay, lastDay, today),
        people: 1,
      })),
      signal,
    );
    const spend = await this.trainer.fitGammaGamma(spenders, signal);
    if (visits === null || spend === null || spend.q <= 1) return null;
    return {
      currency,
      visits,
      spend,
      payers: payers.length,
      repeatPayers: spenders.length,
      trainedAt,
    };
  }

  private async foresee(model: LifetimeValueModel, signal: AbortSignal): Promise<void> {
    const today = toDayNumber(localDate(model.trainedAt, 'UTC'));
    for await (const batch of this.batches(model.currency, signal)) {
      await this.payments.saveOutlooks(
        model.currency,
        batch.map((payer) => ({
          userId: payer.userId,
          expectedMinor: payer.paymentDays > 0 ? expectedRevenue(model, payer, today) : 0,
        })),
      );
    }
  }

  private async *batches(currency: string, signal: AbortSignal): AsyncGenerator<PayerHistory[]> {
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const page: PayerHistory[] = await this.payments.listPayers(currency, after, BATCH);
      yield page;
      if (page.length < BATCH) return;
      after = page.at(-1)!.userId;
    }
  }
}
