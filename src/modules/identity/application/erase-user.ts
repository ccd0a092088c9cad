import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { UserErased } from '../domain/events';
import { UserLifecycleRegistry } from '../domain/user-lifecycle';
import { UserRepository } from '../domain/user.repository';
import { PrincipalCache } from './principal-cache';

/** Erases a person and all that was kept about them, in one transaction. Erasing nobody is no error. */
@Injectable()
export class EraseUser {
  constructor(
    private readonly users: UserRepository,
    private readonly lifecycle: UserLifecycleRegistry,
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: PrincipalCache,
    private readonly events: EventBus,
  ) {}

  /** `mayManageAccounts`: whether the caller may touch administrators; programs with a key may not. */
  async execute(userId: string, mayManageAccounts: boolean): Promise<void> {
    await this.unitOfWork.run(async () => {
      const [user] = await this.users.lock([userId]);
      if (!user) return;
      if (user.role === 'admin' && !mayManageAccounts) throw new DomainError('forbidden', 'auth.forbidden');
      await this.lifecycle.userErased(userId);
      await this.users.delete(userId);
    });
    this.principals.delete(userId);
    await this.events.publish(new UserErased(userId));
  }
}
