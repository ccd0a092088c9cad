/** Something that has happened and is committed. Subclasses carry what the listeners need. */
export abstract class DomainEvent {}

type EventType<Event extends DomainEvent> = abstract new (...args: never[]) => Event;

/** Tells other modules, after the commit, what has happened. */
export abstract class EventBus {
  /** Resolves when every listener is done; a listener that fails does not undo what has happened. */
  abstract publish(event: DomainEvent): Promise<void>;

  abstract subscribe<Event extends DomainEvent>(
    type: EventType<Event>,
    listener: (event: Event) => Promise<void> | void,
  ): void;
}
