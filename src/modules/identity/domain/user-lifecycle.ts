import type { User } from './user';

/**
 * What other modules keep about users. Both methods run inside the transaction that changes the user, after
 * the user's own row is locked: what they throw undoes the change.
 */
export abstract class UserLifecycle {
  /** New users, and users whose registration date or role changed. */
  abstract usersSaved(users: readonly User[]): Promise<void>;

  abstract userErased(userId: string): Promise<void>;
}

/** Modules that depend on identity register here when they start. */
export class UserLifecycleRegistry extends UserLifecycle {
  private readonly members: UserLifecycle[] = [];

  register(member: UserLifecycle): void {
    this.members.push(member);
  }

  async usersSaved(users: readonly User[]): Promise<void> {
    for (const member of this.members) await member.usersSaved(users);
  }

  async userErased(userId: string): Promise<void> {
    for (const member of this.members) await member.userErased(userId);
  }
}
