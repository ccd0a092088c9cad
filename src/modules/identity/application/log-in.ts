import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DomainError } from '../../../common/kernel/domain-error';
import { FailureBackoff } from '../../../common/redis/failure-backoff';
import { type AccessToken, AccessTokens } from '../domain/access-tokens';
import { PasswordHasher } from '../domain/password-hasher';
import { UserRepository } from '../domain/user.repository';

/**
 * Trades e-mail and password for a token. An unknown e-mail and a wrong password fail alike, in words and in time.
 * Whoever guesses at an account from one address has to wait longer and longer; its owner elsewhere does not.
 */
@Injectable()
export class LogIn {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly tokens: AccessTokens,
    private readonly backoff: FailureBackoff,
  ) {}

  /** `network` is where the attempt comes from. */
  async execute(email: string, password: string, network: string): Promise<AccessToken> {
    const attempt = `login:${createHash('sha256').update(`${email.toLowerCase()} ${network}`).digest('base64url')}`;
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
}
