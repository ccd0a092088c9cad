import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
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
  ) {}

  async execute(userId: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const [user] = await this.users.lock([userId]);
      if (!user) return;
      await this.lifecycle.userErased(userId);
      await this.users.delete(userId);
    });
    this.principals.delete(userId);
  }
}
