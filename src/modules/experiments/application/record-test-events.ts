import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import { Clock } from '../../../common/kernel/clock';
import { EventBus } from '../../../common/kernel/event-bus';
import { AbTestRepository } from '../domain/ab-test.repository';
import { TestDataRecorded, TestEventsRecorded } from '../domain/events';
import { isViewMetric } from '../domain/metric-name';
import type { TestEvent } from '../domain/test-event';
import { TestEventRepository } from '../domain/test-event.repository';

/** Clocks of clients run ahead a little; more than this is a mistake. */
export const MAX_LEAD_MS = 5 * 60_000;

/** Takes what users did, each event accepted, known already or rejected by itself; resolves after the commit. */
@Injectable()
export class RecordTestEvents {
  constructor(
    private readonly tests: AbTestRepository,
    private readonly testEvents: TestEventRepository,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async execute(events: readonly TestEvent[]): Promise<ItemOutcome[]> {
    const latest = this.clock.now().getTime() + MAX_LEAD_MS;
    const known = new Set(await this.tests.findExistingIds([...new Set(events.map(({ testId }) => testId))]));
    const rejections = events.map(({ testId, metricName, occurredAt }): ItemOutcome | null => {
      if (!known.has(testId)) return { code: 'test.unknown' };
      if (isViewMetric(metricName)) return { code: 'event.reserved_metric' };
      return occurredAt.getTime() > latest ? { code: 'event.in_future' } : null;
    });
    const valid = events.filter((_, index) => rejections[index] === null);
    const recorded = await this.testEvents.record(valid);
    const accepted = valid.filter((_, index) => recorded[index] === 'accepted');
    if (accepted.length > 0) {
      await this.events.publish(new TestDataRecorded([...new Set(accepted.map(({ testId }) => testId))]));
      await this.events.publish(new TestEventsRecorded(accepted));
    }
    let next = 0;
    return rejections.map((rejection) => rejection ?? recorded[next++]!);
  }
}
