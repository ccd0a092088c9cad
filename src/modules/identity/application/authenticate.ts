import { Injectable } from '@nestjs/common';
import { AccessTokens, PlatformTokens } from '../domain/access-tokens';
import type { Principal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';
import { ApiKeys } from './api-keys';
import { PrincipalCache } from './principal-cache';

/** Longer than any token of ours or of a sane platform. */
export const MAX_TOKEN_LENGTH = 8_192;

export interface Credentials {
  readonly bearer: string | null;
  readonly apiKey: string | null;
}

/**
 * Whom credentials stand for. Null: nobody, or somebody who is not there any more. With both, the key decides: a
 * program that names one means it, and a wrong key is not made good by a token beside it.
 */
@Injectable()
export class Authenticate {
  constructor(
    private readonly ownTokens: AccessTokens,
    private readonly platformTokens: PlatformTokens,
    private readonly apiKeys: ApiKeys,
    private readonly users: UserRepository,
    private readonly principals: PrincipalCache,
  ) {}

  async execute({ bearer, apiKey }: Credentials): Promise<Principal | null> {
    if (apiKey !== null) return this.apiKeys.recognise(apiKey);
    return bearer === null ? null : this.holderOf(bearer);
  }

  /** The account's own role counts, so that a demotion reaches tokens that are out already. */
  private async holderOf(token: string): Promise<Principal | null> {
    const claims = (await this.ownTokens.verify(token)) ?? (await this.platformTokens.verify(token));
    if (!claims) return null;
    const account = await this.accountOf(claims.userId);
    if (!account) return null;
    return claims.role === 'admin' ? account : { ...account, role: 'user' };
  }

  private async accountOf(userId: string) {
    const cached = this.principals.get(userId);
    if (cached) return cached;
    const user = await this.users.findById(userId);
    if (!user) return null;
    const account = { kind: 'user', userId: user.id, role: user.role } as const;
    this.principals.set(userId, account);
    return account;
  }
}
