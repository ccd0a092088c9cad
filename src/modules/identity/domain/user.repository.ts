import type { User } from './user';

export interface EmailUse {
  /** As it was asked for. */
  readonly email: string;
  /** The same for e-mails that count as the same. */
  readonly key: string;
  /** Null: nobody has it. */
  readonly ownerId: string | null;
}

export abstract class UserRepository {
  abstract findById(id: string): Promise<User | null>;

  /** The stored ones of `ids`, in no particular order. */
  abstract find(ids: readonly string[]): Promise<User[]>;

  /** E-mails are compared without regard to case. */
  abstract findByEmail(email: string): Promise<User | null>;

  /** The stored ones of `ids`, locked until the unit of work ends, in id order. */
  abstract lock(ids: readonly string[]): Promise<User[]>;

  /** The stored ones of `ids`, in id order; none of them can be erased until the unit of work ends. */
  abstract hold(ids: readonly string[]): Promise<User[]>;

  /** Who has which of the given e-mails. */
  abstract findEmailUses(emails: readonly string[]): Promise<EmailUse[]>;

  /** By user; without those who have no password. */
  abstract findPasswordHashes(ids: readonly string[]): Promise<Map<string, string>>;

  /** Makes new users; fails when one of the ids is taken. */
  abstract insert(users: readonly User[]): Promise<void>;

  /** Overwrites stored users. */
  abstract update(users: readonly User[]): Promise<void>;

  abstract delete(id: string): Promise<void>;
}
