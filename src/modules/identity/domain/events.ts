import { DomainEvent } from '../../../common/kernel/event-bus';

/** These users were made or changed. */
export class UsersChanged extends DomainEvent {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}

/** A person and all that was kept about them is gone. */
export class UserErased extends DomainEvent {
  constructor(readonly userId: string) {
    super();
  }
}
