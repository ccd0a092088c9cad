import { Injectable, OnModuleInit } from '@nestjs/common';
import { EventBus } from '../../../common/kernel/event-bus';
import { ConversionsRecorded } from '../../analytics';
import { AssignmentRepository } from '../domain/assignment.repository';
import { TestEventsRecorded } from '../domain/events';
import { CONVERSION } from '../domain/metric-name';
import type { TestEvent } from '../domain/test-event';

/** Tells of conversions by variant, for those who watch live. Events of users without a variant are nobody's. */
@Injectable()
export class TellConversions implements OnModuleInit {
  constructor(
    private readonly events: EventBus,
    private readonly assignments: AssignmentRepository,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(TestEventsRecorded, ({ events }) => this.tell(events));
  }

  private async tell(events: readonly TestEvent[]): Promise<void> {
    const conversions = events.filter(({ metricName }) => metricName === CONVERSION);
    if (conversions.length === 0) return;
    const assigned = await this.assignments.find(conversions);
    const variants = new Map(assigned.map((user) => [keyOf(user), user.variantId]));
    const counted = conversions.flatMap((event) => {
      const variantId = variants.get(keyOf(event));
      return variantId === undefined ? [] : [{ testId: event.testId, variantId, count: 1 }];
    });
    if (counted.length > 0) await this.events.publish(new ConversionsRecorded(counted));
  }
}

const keyOf = ({ testId, userId }: Pick<TestEvent, 'testId' | 'userId'>) => `${testId} ${userId}`;
