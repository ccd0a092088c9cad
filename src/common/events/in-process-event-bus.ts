import { Injectable, Logger } from '@nestjs/common';
import { type DomainEvent, EventBus } from '../kernel/event-bus';

interface Subscription {
  readonly type: abstract new (...args: never[]) => DomainEvent;
  readonly listener: (event: never) => Promise<void> | void;
}

@Injectable()
export class InProcessEventBus extends EventBus {
  private readonly logger = new Logger(InProcessEventBus.name);
  private readonly subscriptions: Subscription[] = [];

  async publish(event: DomainEvent): Promise<void> {
    const listeners = this.subscriptions.filter(({ type }) => event instanceof type);
    await Promise.all(listeners.map(({ listener }) => this.notify(listener, event)));
  }

  subscribe<Event extends DomainEvent>(
    type: abstract new (...args: never[]) => Event,
    listener: (event: Event) => Promise<void> | void,
  ): void {
    this.subscriptions.push({ type, listener });
  }

  private async notify(listener: Subscription['listener'], event: DomainEvent): Promise<void> {
    try {
      await listener(event as never);
    } catch (error) {
      this.logger.error({ err: error }, `A listener of ${event.constructor.name} failed`);
    }
  }
}
