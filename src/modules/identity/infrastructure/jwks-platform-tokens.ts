import { Injectable, Logger } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Settings } from '../../../common/config/settings';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { isUuid } from '../../../common/kernel/uuid';
import { PlatformTokens, type TokenClaims } from '../domain/access-tokens';
import { KeySetUnavailable, PlatformKeySet } from './platform-key-set';

/** Asymmetric ones only, so that a public key can never be taken for a shared secret. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Clocks of two machines may differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * Tokens that carry a signature of the platform. One that cannot be judged because its key is unknown and the key
 * set out of reach is neither good nor bad: 503, so that the client tries again instead of throwing it away.
 */
@Injectable()
export class JwksPlatformTokens extends PlatformTokens {
  private readonly logger = new Logger(JwksPlatformTokens.name);
  private readonly keys: PlatformKeySet | null;

  constructor(
    private readonly settings: Settings,
    clock: Clock,
  ) {
    super();
    this.keys = settings.AUTH_JWKS_URL ? new PlatformKeySet(settings.AUTH_JWKS_URL, clock) : null;
  }

  async verify(token: string): Promise<TokenClaims | null> {
    if (!this.keys) return null;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        algorithms: ALGORITHMS,
        issuer: this.settings.AUTH_ISSUER,
        audience: this.settings.AUTH_AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const { sub, role } = payload;
      return typeof sub === 'string' && isUuid(sub)
        ? { userId: sub.toLowerCase(), role: role === 'admin' ? 'admin' : 'user' }
        : null;
    } catch (error) {
      if (error instanceof KeySetUnavailable) {
        this.logger.warn({ err: error.cause }, 'The key set of AUTH_JWKS_URL cannot be read');
        throw new DomainError('unavailable', 'auth.keys_unavailable');
      }
      const reason = error instanceof errors.JOSEError ? error.code : 'unusable key';
      this.logger.debug({ reason }, 'A token of the platform was refused');
      return null;
    }
  }
}
