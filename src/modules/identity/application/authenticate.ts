import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../domain/access-tokens';
import type { Principal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';
import { PrincipalCache } from './principal-cache';

/** Who a bearer token stands for. The role is the stored one, not one that a token remembers. */
@Injectable()
export class Authenticate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly users: UserRepository,
    private readonly principals: PrincipalCache,
  ) {}

  /** Null: the token is not valid, or its user is not there any more. */
  async execute(token: string): Promise<Principal | null> {
    const userId = await this.tokens.verify(token);
    if (userId === null) return null;
    const cached = this.principals.get(userId);
    if (cached) return cached;

    const user = await this.users.findById(userId);
    if (!user) return null;
    const principal = { userId: user.id, role: user.role };
    this.principals.set(userId, principal);
    return principal;
  }
}
