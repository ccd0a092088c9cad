import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import type { AbTest, TestDefinition } from '../domain/ab-test';
import { AbTestRepository } from '../domain/ab-test.repository';
import { draftTest } from '../domain/change-test';
import { TestsChanged } from '../domain/events';

/** Makes a test as a draft; without a seed of its own its id is the seed. */
@Injectable()
export class CreateTest {
  constructor(
    private readonly tests: AbTestRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async execute({
    seed,
    ...definition
  }: Omit<TestDefinition, 'seed'> & { seed: string | null }): Promise<AbTest> {
    const testId = newId();
    const test = draftTest(testId, { ...definition, seed: seed ?? testId }, this.clock.now());
    await this.unitOfWork.run(() => this.tests.save(test));
    await this.events.publish(new TestsChanged());
    return test;
  }
}
