import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { UserRepository } from '../../identity';
import type { AbTest } from '../domain/ab-test';
import { AssignmentRepository, type Exposure } from '../domain/assignment.repository';
import { TestDataRecorded } from '../domain/events';
import { KnownTests } from './known-tests';
import { MAX_LEAD_MS } from './record-test-events';

/**
 * Takes exposures that a platform has decided on itself, each accepted, known already or rejected by itself; resolves after
 * the commit. The earliest exposure of a user counts; one to a second variant takes the user out of all figures.
 */
@Injectable()
export class RecordExposures {
  constructor(
    private readonly tests: KnownTests,
    private readonly assignments: AssignmentRepository,
    private readonly users: UserRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /** Throws `test.not_found` and, for a draft, `test.not_started`. */
  async execute(testId: string, given: readonly Omit<Exposure, 'testId'>[]): Promise<ItemOutcome[]> {
    const test = await this.tests.get(testId);
    if (test.status === 'draft') throw new DomainError('conflict', 'test.not_started');
    const latest = new Date(this.clock.now().getTime() + MAX_LEAD_MS);
    const exposures = given.map((exposure) => ({ ...exposure, testId }));
    const outcomes: (ItemOutcome | null)[] = exposures.map((exposure) => faultOf(exposure, test, latest));
    // The statement takes each user once. Repeats inside the batch meet the stored row in the next round.
    let waiting = exposures.flatMap((_, index) => (outcomes[index] === null ? index : []));
    while (waiting.length > 0) {
      const seen = new Set<string>();
      const isFirst = (index: number) =>
        !seen.has(exposures[index]!.userId) && seen.add(exposures[index]!.userId);
      const round = waiting.filter(isFirst);
      const taken = await this.record(round.map((index) => exposures[index]!));
      round.forEach((index, position) => (outcomes[index] = taken[position]!));
      waiting = waiting.filter((index) => outcomes[index] === null);
    }
    if (outcomes.includes('accepted')) await this.events.publish(new TestDataRecorded([testId]));
    return outcomes as ItemOutcome[];
  }

  /** Each user once. */
  private record(exposures: readonly Exposure[]): Promise<ItemOutcome[]> {
    return this.unitOfWork.run(async () => {
      const held = await this.users.hold(exposures.map(({ userId }) => userId));
      const known = new Set(held.map(({ id }) => id));
      const changed = await this.assignments.expose(exposures.filter(({ userId }) => known.has(userId)));
      return exposures.map(({ userId }): ItemOutcome => {
        if (!known.has(userId)) return { code: 'user.unknown' };
        return changed.has(userId) ? 'accepted' : 'duplicate';
      });
    });
  }
}

function faultOf({ variantId, exposedAt }: Exposure, test: AbTest, latest: Date): ItemOutcome | null {
  if (!test.variants.some((variant) => variant.variantId === variantId)) return { code: 'variant.unknown' };
  if (exposedAt > latest) return { code: 'exposure.in_future' };
  return test.endedAt && exposedAt > test.endedAt ? { code: 'exposure.after_end' } : null;
}
