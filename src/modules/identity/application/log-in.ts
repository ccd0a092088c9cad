import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { type AccessToken, AccessTokens } from '../domain/access-tokens';
import { PasswordHasher } from '../domain/password-hasher';
import { UserRepository } from '../domain/user.repository';

/** Trades e-mail and password for a token; an unknown e-mail and a wrong password fail alike. */
@Injectable()
export class LogIn {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly tokens: AccessTokens,
  ) {}

  async execute(email: string, password: string): Promise<AccessToken> {
    const user = await this.users.findByEmail(email);
    const verified = await this.passwords.verify(password, user?.passwordHash ?? null);
    if (!user || !verified) throw new DomainError('unauthenticated', 'auth.invalid_credentials');
    return this.tokens.issue(user.id);
  }
}
