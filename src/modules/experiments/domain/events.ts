import { DomainEvent } from '../../../common/kernel/event-bus';

/** Tests were made, changed or deleted. */
export class TestsChanged extends DomainEvent {}

/** Users of these tests were assigned or exposed, or events of theirs were stored. */
export class TestDataRecorded extends DomainEvent {
  constructor(readonly testIds: readonly string[]) {
    super();
  }
}
