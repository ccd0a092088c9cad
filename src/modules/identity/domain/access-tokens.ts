export interface AccessToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export abstract class AccessTokens {
  abstract issue(userId: string): Promise<AccessToken>;

  /** The user that a valid token names; null for any other text. */
  abstract verify(token: string): Promise<string | null>;
}
