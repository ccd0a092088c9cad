import { DomainEvent } from '../../../common/kernel/event-bus';

/** Users were made or changed. */
export class UsersChanged extends DomainEvent {}

/** A person and all that was kept about them is gone. */
export class UserErased extends DomainEvent {
  constructor(readonly userId: string) {
    super();
  }
}
