export abstract class PasswordHasher {
  abstract hash(password: string): Promise<string>;

  /** With `hash` null it takes as long as with a hash, and answers false: a caller cannot tell who has an account. */
  abstract verify(password: string, hash: string | null): Promise<boolean>;
}
