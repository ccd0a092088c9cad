import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../domain/password-hasher';
import { UserRepository } from '../domain/user.repository';

export interface PasswordChange {
  readonly id: string;
  /** Absent: stays; null: none. */
  readonly password?: string | null;
}

/** The hash to store for a change of a user who has the hash `before`. */
export type NewHash = (change: PasswordChange, before: string | null) => Promise<string | null>;

/**
 * Hashing is slow by design. It is done before the transaction, which would hold rows and a connection all the time
 * and may have to run again, and one after the other, so that people who log in meanwhile are not kept waiting.
 */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
  ) {}

  async prepare(changes: readonly PasswordChange[]): Promise<NewHash> {
    const withPassword = changes.filter(({ password }) => typeof password === 'string');
    const stored = await this.users.findPasswordHashes(withPassword.map(({ id }) => id));
    const prepared = new Map<PasswordChange, { before: string | null; after: string }>();
    for (const change of withPassword) {
      const before = stored.get(change.id) ?? null;
      prepared.set(change, { before, after: await this.keepOrHash(change.password!, before) });
    }
    return (change, before) => {
      if (change.password === undefined) return Promise.resolve(before);
      if (change.password === null) return Promise.resolve(null);
      const made = prepared.get(change);
      // Changed by somebody else in between, or by an earlier item of the same batch.
      return made?.before === before ? Promise.resolve(made.after) : this.keepOrHash(change.password, before);
    };
  }

  /** The stored hash is kept when the password has not changed: a new one would differ by its salt. */
  private async keepOrHash(password: string, before: string | null): Promise<string> {
    if (before !== null && (await this.passwords.verify(password, before))) return before;
    return this.passwords.hash(password);
  }
}
