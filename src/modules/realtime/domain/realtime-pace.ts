/** How fast and how patient the stream is, in milliseconds. A class of its own, so that tests need not wait. */
export class RealtimePace {
  /** What is committed is gathered for so long; what comes after a silence goes out at once. */
  readonly gatherMs: number = 200;
  /** From one frame to the next of a socket. */
  readonly frameMs: number = 1_000;
  readonly heartbeatMs: number = 15_000;
  /** A socket that takes no frame for so long is closed. */
  readonly stalledMs: number = 9_000;
  /** How often a socket's token is looked at again. */
  readonly recheckMs: number = 15_000;
  /**
   * A token that nobody could judge for so long counts no more. With the half minute for which roles may be cached, a
   * minute is kept.
   */
  readonly unconfirmedMs: number = 25_000;
}
