/**
 * What must hold together changes together: everything that repositories do inside `run` commits or rolls
 * back as one. May call `work` again after a deadlock or a lost race, so `work` must not act on the
 * outside world. A `run` inside a `run` joins it.
 */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;
}
