import { DomainEvent } from '../../../common/kernel/event-bus';

/** New views of these users were stored. */
export class ViewsRecorded extends DomainEvent {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}

/** Models of releases were trained. */
export class ModelsTrained extends DomainEvent {}

/** New payments were stored. */
export class PaymentsRecorded extends DomainEvent {}
