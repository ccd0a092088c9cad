export interface Recording {
  /** Milliseconds of the requests that succeeded, by kind. */
  readonly times: ReadonlyMap<string, readonly number[]>;
  /** What went wrong, by kind and status, and how often. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Notes what became of requests. */
export class Recorder {
  private times = new Map<string, number[]>();
  private failures = new Map<string, number>();

  /** One request may be of several kinds. */
  succeeded(kinds: readonly string[], ms: number): void {
    for (const kind of kinds) {
      const times = this.times.get(kind);
      if (times) times.push(ms);
      else this.times.set(kind, [ms]);
    }
  }

  failed(kind: string, why: string): void {
    const what = `${kind}: ${why}`;
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  /** What has been noted since the last call. */
  take(): Recording {
    const { times, failures } = this;
    this.times = new Map();
    this.failures = new Map();
    return { times, failures };
  }
}

export function together(recordings: readonly Recording[]): Recording {
  const times = new Map<string, number[]>();
  const failures = new Map<string, number>();
  for (const recording of recordings) {
    for (const [kind, more] of recording.times) {
      const all = times.get(kind) ?? [];
      for (const ms of more) all.push(ms);
      times.set(kind, all);
    }
    for (const [what, count] of recording.failures) failures.set(what, (failures.get(what) ?? 0) + count);
  }
  return { times, failures };
}
