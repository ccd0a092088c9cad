interface Computation<Result> {
  readonly result: Promise<Result>;
  readonly beganAt: number;
  endedAt: number;
}

/** How long a computation is remembered after its end, for callers who began to look before it. */
const REMEMBERED_MS = 1_000;

/** Computations under way by key, so that equal requests wait for one of them. Times are of `performance.now()`. */
export class SharedComputations<Result> {
  private readonly computations = new Map<string, Computation<Result>>();

  /** A computation that began more than `maxAgeMs` ago is not joined. */
  constructor(private readonly maxAgeMs: number) {}

  /**
   * Joins the computation of this key, or begins one. `askedAt` says when the caller began to look for a ready result:
   * one that was finished in the meantime is as good as found.
   */
  run(key: string, askedAt: number, compute: () => Promise<Result>): Promise<Result> {
    const known = this.computations.get(key);
    const now = performance.now();
    if (known && known.endedAt >= askedAt && now - known.beganAt <= this.maxAgeMs) return known.result;
    const computation = { result: compute(), beganAt: now, endedAt: Infinity };
    this.computations.set(key, computation);
    const end = () => {
      computation.endedAt = performance.now();
      setTimeout(() => this.forget(key, computation), REMEMBERED_MS).unref();
    };
    computation.result.then(end, end);
    return computation.result;
  }

  private forget(key: string, computation: Computation<Result>): void {
    if (this.computations.get(key) === computation) this.computations.delete(key);
  }
}
