import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessTokens } from '../domain/access-tokens';
import type { Principal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';

/** How long a changed role or an erased account may go unnoticed. */
const ROLE_CACHE_MS = 30_000;
const CACHED_PRINCIPALS = 10_000;

/** Who a bearer token stands for. The role is the stored one, not one that a token remembers. */
@Injectable()
export class Authenticate {
  private readonly principals = new LRUCache<string, Principal>({
    max: CACHED_PRINCIPALS,
    ttl: ROLE_CACHE_MS,
  });

  constructor(
    private readonly tokens: AccessTokens,
    private readonly users: UserRepository,
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
