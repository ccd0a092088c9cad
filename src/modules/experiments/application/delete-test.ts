import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { AbTestRepository } from '../domain/ab-test.repository';
import { TestsChanged } from '../domain/events';

/** Deletes a test that does not run, with its assignments and events. */
@Injectable()
export class DeleteTest {
  constructor(
    private readonly tests: AbTestRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {}

  /** Throws `test.not_found` and `test.running`. */
  async execute(testId: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const test = (await this.tests.lockWithGroup(testId)).find((locked) => locked.testId === testId);
      if (!test) throw new DomainError('not_found', 'test.not_found');
      if (test.status === 'running') throw new DomainError('conflict', 'test.running');
      await this.tests.delete(testId);
    });
    await this.events.publish(new TestsChanged());
  }
}
