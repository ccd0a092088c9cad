import type { ItemOutcome } from '../../../common/kernel/batch';
import type { TestEvent } from './test-event';

export abstract class TestEventRepository {
  /**
   * Stores events of tests that are there, and resolves after the commit. A repeated `eventId` with the same body is a
   * duplicate, with another body `event.conflict`; a user that is not there is `user.unknown`.
   */
  abstract record(events: readonly TestEvent[]): Promise<ItemOutcome[]>;
}
