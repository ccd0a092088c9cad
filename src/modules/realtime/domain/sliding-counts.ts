export interface Counts {
  readonly count: number;
  readonly seconds: number;
}

interface Sum {
  count: number;
  seconds: number;
}

/**
 * Counts by key over the running bucket and the `buckets - 1` before it. Sums are kept while buckets come and go, so
 * that asking costs nothing; what is older than the window falls out of them bucket by bucket. Times are milliseconds.
 */
export class SlidingCounts {
  private readonly byBucket = new Map<number, Map<string, Sum>>();
  private readonly sums = new Map<string, Sum>();
  private readonly all: Sum = { count: 0, seconds: 0 };

  constructor(
    readonly bucketMs: number,
    readonly buckets: number,
  ) {}

  /** Start of the oldest bucket of the window that `now` lies in. */
  start(now: number): number {
    return (Math.floor(now / this.bucketMs) - this.buckets + 1) * this.bucketMs;
  }

  /** What lies before the window is left out. */
  add(key: string, { count, seconds }: Counts, at: number, now: number): void {
    this.advance(now);
    if (at < this.start(now)) return;
    const index = Math.floor(at / this.bucketMs);
    let bucket = this.byBucket.get(index);
    if (!bucket) this.byBucket.set(index, (bucket = new Map<string, Sum>()));
    for (const sum of [this.all, sumOf(bucket, key), sumOf(this.sums, key)]) {
      sum.count += count;
      sum.seconds += seconds;
    }
  }

  /** Of all keys, or of those given. */
  total(keys: readonly string[] | null, now: number): Counts {
    this.advance(now);
    return keys ? addUp(this.sums, keys) : { ...this.all };
  }

  /** The keys with something in the window. */
  entries(now: number): IterableIterator<[string, Counts]> {
    this.advance(now);
    return this.sums.entries();
  }

  /** Each bucket of the window, the oldest first, empty ones too. */
  series(keys: readonly string[] | null, now: number): { at: number; counts: Counts }[] {
    this.advance(now);
    return Array.from({ length: this.buckets }, (_, index) => {
      const at = this.start(now) + index * this.bucketMs;
      const bucket = this.byBucket.get(at / this.bucketMs);
      return { at, counts: bucket ? addUp(bucket, keys ?? [...bucket.keys()]) : { count: 0, seconds: 0 } };
    });
  }

  /** All that the window holds, by bucket and key. */
  *contents(now: number): Generator<{ at: number; key: string; count: number }> {
    this.advance(now);
    for (const [index, bucket] of this.byBucket)
      for (const [key, { count }] of bucket) yield { at: index * this.bucketMs, key, count };
  }

  private advance(now: number): void {
    const oldest = this.start(now) / this.bucketMs;
    for (const [index, bucket] of this.byBucket) {
      if (index >= oldest) continue;
      this.byBucket.delete(index);
      for (const [key, { count, seconds }] of bucket) {
        const sum = sumOf(this.sums, key);
        sum.count -= count;
        sum.seconds -= seconds;
        this.all.count -= count;
        this.all.seconds -= seconds;
        if (sum.count === 0 && sum.seconds === 0) this.sums.delete(key);
      }
    }
  }
}

function sumOf(sums: Map<string, Sum>, key: string): Sum {
  let sum = sums.get(key);
  if (!sum) sums.set(key, (sum = { count: 0, seconds: 0 }));
  return sum;
}

function addUp(sums: ReadonlyMap<string, Counts>, keys: readonly string[]): Counts {
  const total = { count: 0, seconds: 0 };
  for (const key of keys) {
    const sum = sums.get(key);
    total.count += sum?.count ?? 0;
    total.seconds += sum?.seconds ?? 0;
  }
  return total;
}
