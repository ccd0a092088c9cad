import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { PasswordHasher } from '../domain/password-hasher';

/** OWASP's smallest argon2id setting with 19 MiB: two passes, one lane. */
const OPTIONS = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Argon2PasswordHasher extends PasswordHasher {
  /** The hash of a password that nobody has, verified against where there is none. */
  private readonly decoy = hash(crypto.randomUUID(), OPTIONS);

  hash(password: string): Promise<string> {
    return hash(password, OPTIONS);
  }

  async verify(password: string, stored: string | null): Promise<boolean> {
    const matches = await verify(stored ?? (await this.decoy), password);
    return stored !== null && matches;
  }
}
