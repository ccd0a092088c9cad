import type { Role } from '../../../common/kernel/role';

export interface AccessToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface TokenClaims {
  readonly userId: string;
  /** The highest role that the token gives; the account's own role may be lower. */
  readonly role: Role;
}

/** The service's own tokens. */
export abstract class AccessTokens {
  abstract issue(userId: string): Promise<AccessToken>;

  /** Null for anything but a valid token. */
  abstract verify(token: string): Promise<TokenClaims | null>;
}

/** Tokens of the platform that Kinoscope serves, when it has been told whom to trust. */
export abstract class PlatformTokens {
  /** Null for anything but a valid token, and always without a platform. */
  abstract verify(token: string): Promise<TokenClaims | null>;
}
