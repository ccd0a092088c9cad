import { Injectable } from '@nestjs/common';
import { localDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import { ChurnRepository } from '../../domain/churn/churn.repository';
import { HELD_OUT_DAYS, trainChurnModel } from '../../domain/churn/train-churn-model';
import { ModelTrainer } from '../../domain/model-trainer';

/** More people would tell the four parameters hardly better: their errors are some per cent by then. */
const SAMPLE = 20_000;

/** Fits the model of who leaves to the viewers' active days. */
@Injectable()
export class TrainChurn {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly churn: ChurnRepository,
    private readonly trainer: ModelTrainer,
    private readonly clock: Clock,
  ) {}

  async execute(signal: AbortSignal): Promise<void> {
    const trainedAt = this.clock.now();
    const today = toDayNumber(localDate(trainedAt, 'UTC'));
    const sample = await this.analytics.sampleVisits(today - HELD_OUT_DAYS, SAMPLE);
    const model = await trainChurnModel(sample, today, (histories) =>
      this.trainer.fitBgNbd(histories, signal),
    );
    await this.churn.saveModel({ ...model, trainedAt });
  }
}
