import type { EmailUse } from '../domain/user.repository';

/** Who has which e-mail while a batch changes hands; the storage alone knows which e-mails are the same. */
export class EmailBook {
  private readonly keys = new Map<string, string>();
  private readonly owners = new Map<string, string>();

  constructor(uses: readonly EmailUse[]) {
    for (const { email, key, ownerId } of uses) {
      this.keys.set(email, key);
      if (ownerId !== null) this.owners.set(key, ownerId);
    }
  }

  isTaken(email: string | null | undefined, byOtherThan: string): boolean {
    const owner = email ? this.owners.get(this.keyOf(email)) : undefined;
    return owner !== undefined && owner !== byOtherThan;
  }

  /** `before` is free from now on, `after` belongs to `userId`. */
  move(userId: string, before: string | null, after: string | null): void {
    if (before !== null) this.owners.delete(this.keyOf(before));
    if (after !== null) this.owners.set(this.keyOf(after), userId);
  }

  private keyOf(email: string): string {
    const key = this.keys.get(email);
    if (key === undefined) throw new Error('An e-mail was not looked up');
    return key;
  }
}
