import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import { IdempotentWriter, type Inserted } from '../../../../common/database/idempotent-writer';
import type { ItemOutcome } from '../../../../common/kernel/batch';
import { UserRepository } from '../../../identity';
import { isSameEvent, type TestEvent } from '../../domain/test-event';
import { TestEventRepository } from '../../domain/test-event.repository';
import { FIND_TEST_EVENTS, RECORD_TEST_EVENTS } from './queries/ab-test-events';

@Injectable()
export class PostgresTestEventRepository extends TestEventRepository {
  private readonly writer: IdempotentWriter<TestEvent>;

  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
  ) {
    super();
    this.writer = new IdempotentWriter<TestEvent>({
      idOf: ({ eventId }) => eventId,
      userOf: ({ userId }) => userId,
      isSame: isSameEvent,
      conflict: 'event.conflict',
      insert: (events) => this.insert(events),
      find: (ids) => this.database.query<TestEvent>(FIND_TEST_EVENTS, [ids]),
    });
  }

  record(events: readonly TestEvent[]): Promise<ItemOutcome[]> {
    return this.writer.write(events);
  }

  /** An erasure of the same users comes wholly before or after. */
  private insert(events: readonly TestEvent[]): Promise<Inserted> {
    return this.database.transaction(async () => {
      const held = await this.users.hold([...new Set(events.map(({ userId }) => userId))]);
      const knownUsers = new Set(held.map(({ id }) => id));
      const known = events.filter(({ userId }) => knownUsers.has(userId));
      const rows = await this.database.query<{ event_id: string }>(RECORD_TEST_EVENTS, [
        known.map(({ eventId }) => eventId),
        known.map(({ testId }) => testId),
        known.map(({ userId }) => userId),
        known.map(({ metricName }) => metricName),
        known.map(({ value }) => value),
        known.map(({ occurredAt }) => occurredAt.getTime()),
      ]);
      return { inserted: new Set(rows.map((row) => row.event_id)), knownUsers };
    });
  }
}
