import { Injectable, Logger } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Settings } from '../../../common/config/settings';
import { DomainError } from '../../../common/kernel/domain-error';
import { isUuid } from '../../../common/kernel/uuid';
import { PlatformTokens, type TokenClaims } from '../domain/access-tokens';

/** Asymmetric ones only, so that a public key can never be taken for a shared secret. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** The key set is read anew when it is this old, and for an unknown key at most once in half a minute. */
const KEYS_MAX_AGE_MS = 10 * 60_000;
const REFRESH_COOLDOWN_MS = 30_000;
const FETCH_TIMEOUT_MS = 2_000;

/** Clocks of two machines may differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** What says that the key set cannot be had now, rather than that the token is bad. */
const KEYS_AWAY = [errors.JWKSTimeout, errors.JWKSInvalid];

@Injectable()
export class JwksPlatformTokens extends PlatformTokens {
  private readonly logger = new Logger(JwksPlatformTokens.name);
  private readonly keys: JWTVerifyGetKey | null;

  constructor(private readonly settings: Settings) {
    super();
    this.keys = settings.AUTH_JWKS_URL
      ? createRemoteJWKSet(new URL(settings.AUTH_JWKS_URL), {
          cacheMaxAge: KEYS_MAX_AGE_MS,
          cooldownDuration: REFRESH_COOLDOWN_MS,
          timeoutDuration: FETCH_TIMEOUT_MS,
        })
      : null;
  }

  async verify(token: string): Promise<TokenClaims | null> {
    if (!this.keys) return null;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        issuer: this.settings.AUTH_ISSUER,
        audience: this.settings.AUTH_AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const userId = payload.sub ?? '';
      return isUuid(userId)
        ? { userId: userId.toLowerCase(), role: payload.role === 'admin' ? 'admin' : 'user' }
        : null;
    } catch (error) {
      if (!this.isKeySetAway(error)) return null;
      this.logger.warn({ err: error }, 'The key set of AUTH_JWKS_URL cannot be read');
      throw new DomainError('unavailable', 'auth.keys_unavailable');
    }
  }

  /** jose wraps what is wrong with a token in its own errors; a failed fetch is a plain one. */
  private isKeySetAway(error: unknown): boolean {
    return KEYS_AWAY.some((kind) => error instanceof kind) || !(error instanceof errors.JOSEError);
  }
}
