const AHEAD_MS = 8 * 86_400_000;

/** Loaded before a service: its clock is ahead. */
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    super(...((parts.length === 0 ? [RealDate.now() + AHEAD_MS] : parts) as [number]));
  }

  static override now(): number {
    return RealDate.now() + AHEAD_MS;
  }
} as DateConstructor;
