/**
 * Makes callers who fail again and again wait longer and longer. Nobody is locked out for good.
 */
export abstract class FailureBackoff {
  /** Milliseconds until `key` may try again; 0: now. */
  abstract remaining(key: string): Promise<number>;

  abstract recordFailure(key: string): Promise<void>;

  /** After a success. */
  abstract forget(key: string): Promise<void>;
}
