import { DomainEvent } from '../../../common/kernel/event-bus';
import type { TestEvent } from './test-event';

/** Tests were made, changed or deleted. */
export class TestsChanged extends DomainEvent {}

/** These new events were stored. */
export class TestEventsRecorded extends DomainEvent {
  constructor(readonly events: readonly TestEvent[]) {
    super();
  }
}

/** Users of these tests were assigned or exposed, or events of theirs were stored. */
export class TestDataRecorded extends DomainEvent {
  constructor(readonly testIds: readonly string[]) {
    super();
  }
}
