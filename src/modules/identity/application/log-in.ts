import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DomainError } from '../../../common/kernel/domain-error';
import { FailureBackoff } from '../../../common/kernel/failure-backoff';
import { type AccessToken, AccessTokens } from '../domain/access-tokens';
import { PasswordHasher } from '../domain/password-hasher';
import { UserRepository } from '../domain/user.repository';

/**
 * Trades e-mail and password for a token. An unknown e-mail and a wrong password fail alike, in words and in time.
 * Whoever guesses at an account from one network has to wait longer and longer; its owner elsewhere does not.
 */
@Injectable()
export class LogIn {
  /** The last attempt under way, by account and network. */
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly tokens: AccessTokens,
    private readonly backoff: FailureBackoff,
  ) {}

  /** `network` is where the attempt comes from. */
  execute(email: string, password: string, network: string): Promise<AccessToken> {
    const account = createHash('sha256').update(`${email.toLowerCase()} ${network}`).digest('base64url');
    const attempt = `login:${account}`;
    return this.oneByOne(attempt, () => this.attempt(attempt, email, password));
  }

  private async attempt(attempt: string, email: string, password: string): Promise<AccessToken> {
    const wait = await this.backoff.remaining(attempt);
    if (wait > 0) throw new DomainError('limited', 'auth.wait', { seconds: Math.ceil(wait / 1000) });

    const user = await this.users.findByEmail(email);
    const verified = await this.passwords.verify(password, user?.passwordHash ?? null);
    if (!user || !verified) {
      await this.backoff.recordFailure(attempt);
      throw new DomainError('unauthenticated', 'auth.invalid_credentials');
    }
    await this.backoff.forget(attempt);
    return this.tokens.issue(user.id);
  }

  /** Guesses sent all at once would otherwise be made before the first of them has counted as a failure. */
  private async oneByOne<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.running.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    this.running.set(key, result);
    try {
      return await result;
    } finally {
      if (this.running.get(key) === result) this.running.delete(key);
    }
  }
}
