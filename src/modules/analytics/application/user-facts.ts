import { Injectable, OnModuleInit } from '@nestjs/common';
import { type User, UserLifecycle, UserLifecycleRegistry } from '../../identity';
import { AnalyticsV2Repository } from '../domain/analytics-v2.repository';

/** Keeps what the facts hold of users in step with their accounts, in the account's own transaction. */
@Injectable()
export class UserFacts extends UserLifecycle implements OnModuleInit {
  constructor(
    private readonly registry: UserLifecycleRegistry,
    private readonly analytics: AnalyticsV2Repository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  usersSaved(users: readonly User[]): Promise<void> {
    return this.analytics.saveUsers(
      users.map(({ id, registeredAt, role }) => ({ id, registeredAt, analysed: role === 'user' })),
    );
  }

  userErased(userId: string): Promise<void> {
    return this.analytics.eraseUser(userId);
  }
}
