import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../../common/kernel/clock';

/** The key set is read anew when it is this old, and for an unknown key at most once in half a minute. */
const MAX_AGE_MS = 10 * 60_000;
const COOLDOWN_MS = 30_000;
/** While it cannot be read, the known keys go on working for so long. */
const MAX_AGE_UNREACHABLE_MS = 24 * 3_600_000;

const FETCH_TIMEOUT_MS = 2_000;
const MAX_CHARACTERS = 1_000_000;

/** Whether a token is good cannot be said now: the key set that would tell cannot be read. */
export class KeySetUnavailable extends Error {
  constructor(cause: unknown) {
    super('The key set cannot be read', { cause });
  }
}

type Keys = ReturnType<typeof createLocalJWKSet>;

/**
 * The public keys of a platform, read from the one address of the settings: whatever a token's header says of keys
 * is only looked up in what was read there. Reading is bounded in time, size and number, also while it fails.
 */
export class PlatformKeySet {
  private keys: { readonly find: Keys; readonly readAt: number } | null = null;
  private attempt: { readonly at: number; failure: Error | null } | null = null;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  /** The key that a token names; jose's error when there is none, {@link KeySetUnavailable} when nobody knows. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    // jose takes a kid of another type for none.
    if (!['string', 'undefined'].includes(typeof header.kid)) throw new errors.JWSInvalid('kid is no text');
    if (this.ageOfKeys() > MAX_AGE_MS) await this.readAgain();
    try {
      return await this.current().find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The platform may have changed its keys; one that came to nothing may be the reason that we do not know.
      await this.readAgain();
      if (this.attempt?.failure) throw new KeySetUnavailable(this.attempt.failure);
      return this.current().find(header, token);
    }
  };

  private ageOfKeys(): number {
    return this.keys ? this.now() - this.keys.readAt : Infinity;
  }

  private current(): { readonly find: Keys } {
    if (!this.keys || this.ageOfKeys() > MAX_AGE_UNREACHABLE_MS)
      throw new KeySetUnavailable(this.attempt?.failure);
    return this.keys;
  }

  /** Once for all who wait for it, and not again before the cooldown is over. Never throws. */
  private async readAgain(): Promise<void> {
    if (!this.reading && this.attempt && this.now() - this.attempt.at < COOLDOWN_MS) return;
    this.reading ??= this.read().finally(() => (this.reading = null));
    await this.reading;
  }

  private async read(): Promise<void> {
    const attempt = { at: this.now(), failure: null as Error | null };
    try {
      this.keys = { find: createLocalJWKSet(await fetchKeySet(this.url)), readAt: this.now() };
    } catch (error) {
      attempt.failure = error as Error;
    }
    this.attempt = attempt;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** Follows no redirects: they would lead to addresses that nobody has named. */
async function fetchKeySet(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The key set was answered with ${response.status}`);
  }
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > MAX_CHARACTERS) throw new Error('The key set is too large');
  }
  return JSON.parse(text) as JSONWebKeySet;
}
