import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import type { AbTest } from '../domain/ab-test';
import { AbTestRepository } from '../domain/ab-test.repository';
import { TestsChanged } from '../domain/events';
import { withRange } from '../domain/exclusion';

/** Takes a test from one state to the next, one at a time. */
@Injectable()
export class UpdateTest {
  constructor(
    private readonly tests: AbTestRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {}

  /** `change` may be called again after a lost race. Throws `test.not_found`, `test.group_full` and what `change` throws. */
  async execute(testId: string, change: (test: AbTest) => AbTest): Promise<AbTest> {
    const updated = await this.unitOfWork.run(async () => {
      const locked = await this.tests.lockWithGroup(testId);
      const before = locked.find((test) => test.testId === testId);
      if (!before) throw new DomainError('not_found', 'test.not_found');
      const changed = change(before);
      const isUnderWay = changed.status === 'running' || changed.status === 'paused';
      const after = isUnderWay
        ? withRange(
            changed,
            locked.filter((test) => test !== before),
          )
        : changed;
      await this.tests.save(after);
      return after;
    });
    await this.events.publish(new TestsChanged());
    return updated;
  }
}
