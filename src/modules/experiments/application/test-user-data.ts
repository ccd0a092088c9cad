import { Injectable, OnModuleInit } from '@nestjs/common';
import { UserLifecycle, UserLifecycleRegistry } from '../../identity';
import { AssignmentRepository } from '../domain/assignment.repository';

/** Forgets erased users in all tests, in the transaction that erases the account. */
@Injectable()
export class TestUserData extends UserLifecycle implements OnModuleInit {
  constructor(
    private readonly registry: UserLifecycleRegistry,
    private readonly assignments: AssignmentRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  /** Whoever is in a test stays in it. */
  usersSaved(): Promise<void> {
    return Promise.resolve();
  }

  userErased(userId: string): Promise<void> {
    return this.assignments.eraseUser(userId);
  }
}
