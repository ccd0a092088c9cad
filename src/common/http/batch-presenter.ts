import { Injectable } from '@nestjs/common';
import { Metrics } from '../telemetry/metrics';
import { Texts } from '../i18n/texts';
import type { ItemOutcome, Rejection } from '../kernel/batch';
import type { BatchResultDto, RejectedItemDto } from './batch.dto';
import type { Batch } from './validation/batch.pipe';

/** Puts together what the validation set aside and what the use case said of the rest. */
@Injectable()
export class BatchPresenter {
  constructor(
    private readonly texts: Texts,
    private readonly metrics: Metrics,
  ) {}

  /** `invalidCode` is the code of items that broke a rule of their form, such as `event.invalid`. */
  present(batch: Batch<object>, outcomes: readonly ItemOutcome[], invalidCode: string): BatchResultDto {
    const rejected: RejectedItemDto[] = batch.rejected.map(({ index, id, error }) => {
      const message = this.texts.of(`validation.${error.rule}`, error.params);
      return { index, id, code: invalidCode, message: error.field ? `${error.field}: ${message}` : message };
    });
    let accepted = 0;
    let duplicates = 0;
    batch.valid.forEach(({ index, id }, position) => {
      const outcome = outcomes[position]!;
      if (outcome === 'accepted') accepted++;
      else if (outcome === 'duplicate') duplicates++;
      else rejected.push({ index, id, code: outcome.code, message: this.messageOf(outcome) });
    });
    this.count(invalidCode.split('.')[0]!, { accepted, duplicate: duplicates, rejected: rejected.length });
    return { accepted, duplicates, rejected: rejected.sort((a, b) => a.index - b.index) };
  }

  private count(kind: string, outcomes: Record<string, number>): void {
    for (const [outcome, items] of Object.entries(outcomes))
      this.metrics.ingestedItems.inc({ kind, outcome }, items);
  }

  private messageOf(rejection: Rejection): string {
    return this.texts.of(`errors.${rejection.code}`, rejection.params);
  }
}
