import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import { EventBus } from '../../../common/kernel/event-bus';
import type { Role } from '../../../common/kernel/role';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { UsersChanged } from '../domain/events';
import type { User } from '../domain/user';
import { UserLifecycleRegistry } from '../domain/user-lifecycle';
import { UserRepository } from '../domain/user.repository';
import { EmailBook } from './email-book';
import { type NewHash, PasswordChanges } from './password-changes';
import { PrincipalCache } from './principal-cache';

/** An optional field that is not there stays as it is; null clears it. */
export interface UserChange {
  readonly id: string;
  readonly registeredAt: Date;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly role?: Role | null;
  readonly password?: string | null;
  readonly timezone?: string | null;
}

/** Makes and changes users, in the order given; each item is taken, repeated or rejected by itself. */
@Injectable()
export class PutUsers {
  constructor(
    private readonly users: UserRepository,
    private readonly lifecycle: UserLifecycleRegistry,
    private readonly passwords: PasswordChanges,
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: PrincipalCache,
    private readonly events: EventBus,
  ) {}

  /** `mayManageAccounts`: whether the caller may set roles and passwords and touch administrators. */
  async execute(changes: readonly UserChange[], mayManageAccounts: boolean): Promise<ItemOutcome[]> {
    const newHash = await this.passwords.prepare(mayManageAccounts ? changes : []);
    const outcomes = await this.unitOfWork.run(() => this.change(changes, mayManageAccounts, newHash));
    for (const { id } of changes) this.principals.delete(id);
    const changed = new Set(changes.filter((_, index) => outcomes[index] === 'accepted').map(({ id }) => id));
    if (changed.size > 0) await this.events.publish(new UsersChanged([...changed]));
    return outcomes;
  }

  private async change(
    changes: readonly UserChange[],
    mayManageAccounts: boolean,
    newHash: NewHash,
  ): Promise<ItemOutcome[]> {
    const ids = [...new Set(changes.map((change) => change.id))].sort();
    const stored = new Map((await this.users.lock(ids)).map((user) => [user.id, user]));
    const emails = [...changes, ...stored.values()].flatMap(({ email }) => email ?? []);
    const book = new EmailBook(await this.users.findEmailUses([...new Set(emails)]));

    const current = new Map(stored);
    const outcomes: ItemOutcome[] = [];
    for (const change of changes) {
      const before = current.get(change.id);
      if (!mayManageAccounts && touchesAnAccount(change, before)) {
        outcomes.push({ code: 'user.forbidden_field' });
      } else if (book.isTaken(change.email, change.id)) {
        outcomes.push({ code: 'user.email_taken' });
      } else {
        const after = merge(change, before, await newHash(change, before?.passwordHash ?? null));
        const repeated = before !== undefined && isSameUser(before, after);
        outcomes.push(repeated ? 'duplicate' : 'accepted');
        if (repeated) continue;
        book.move(after.id, before?.email ?? null, after.email);
        current.set(after.id, after);
      }
    }

    await this.save(stored, current);
    return outcomes;
  }

  private async save(stored: Map<string, User>, current: Map<string, User>): Promise<void> {
    const changed = [...current.values()].filter((user) => stored.get(user.id) !== user);
    const [known, added] = [
      changed.filter(({ id }) => stored.has(id)),
      changed.filter(({ id }) => !stored.has(id)),
    ];
    await this.users.update(known);
    await this.users.insert(added);
    await this.lifecycle.usersSaved(
      changed.filter((user) => {
        const before = stored.get(user.id);
        return before?.role !== user.role || before.registeredAt.getTime() !== user.registeredAt.getTime();
      }),
    );
  }
}

function merge(change: UserChange, before: User | undefined, passwordHash: string | null): User {
  return {
    id: change.id,
    registeredAt: change.registeredAt,
    email: change.email === undefined ? (before?.email ?? null) : change.email,
    name: change.name === undefined ? (before?.name ?? null) : change.name,
    role: change.role === undefined ? (before?.role ?? 'user') : (change.role ?? 'user'),
    timezone: change.timezone === undefined ? (before?.timezone ?? null) : change.timezone,
    passwordHash,
  };
}

/** What a program with a key must never do: give a role or a password, or change an administrator. */
function touchesAnAccount(change: UserChange, before: User | undefined): boolean {
  return change.role !== undefined || change.password !== undefined || before?.role === 'admin';
}

function isSameUser(a: User, b: User): boolean {
  return (
    a.registeredAt.getTime() === b.registeredAt.getTime() &&
    a.email === b.email &&
    a.name === b.name &&
    a.role === b.role &&
    a.timezone === b.timezone &&
    a.passwordHash === b.passwordHash
  );
}
