/** Addresses that open a file to whoever has them, until they expire. */
export abstract class DownloadLinks {
  /** Whole address, from PUBLIC_URL on. */
  abstract make(file: string, expiresAt: Date): string;

  /** Whether the signature is ours, of this file and this expiry, which lies ahead. Takes any text. */
  abstract isValid(file: string, expires: string, signature: string, now: Date): boolean;
}
