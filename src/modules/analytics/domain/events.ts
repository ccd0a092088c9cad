import { DomainEvent } from '../../../common/kernel/event-bus';
import type { ViewEvent } from './view-event';

/** live: sent when they happened, or caught up; import: a stock of the past. */
export type ViewOrigin = 'live' | 'import';

/** These new views were stored. */
export class ViewsRecorded extends DomainEvent {
  constructor(
    readonly views: readonly ViewEvent[],
    readonly origin: ViewOrigin,
  ) {
    super();
  }
}

/** So many users of a test's variant have newly done what the test hopes for. */
export class ConversionsRecorded extends DomainEvent {
  constructor(
    readonly conversions: readonly {
      readonly testId: string;
      readonly variantId: string;
      readonly count: number;
    }[],
  ) {
    super();
  }
}

/** Models of releases were trained. */
export class ModelsTrained extends DomainEvent {}

/** New payments were stored. */
export class PaymentsRecorded extends DomainEvent {}
