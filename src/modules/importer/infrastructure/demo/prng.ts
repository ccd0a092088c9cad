import { createHash } from 'node:crypto';

const TWO_32 = 4_294_967_296;

/**
 * A stream of pseudo-random numbers that its key decides: sfc32, Chris Doty-Humphrey's "small fast counter"
 * generator of PractRand (pracrand.sourceforge.net, public domain), started from the SHA-256 of the key, so
 * that streams of different keys have nothing in common. Not for secrets.
 */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(key: string) {
    const digest = createHash('sha256').update(key).digest();
    this.a = digest.readInt32LE(0);
    this.b = digest.readInt32LE(4);
    this.c = digest.readInt32LE(8);
    this.counter = digest.readInt32LE(12);
  }

  /** A whole number, 0…2³² − 1. */
  uint32(): number {
    const result = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** Uniform, 0 ≤ x < 1. */
  unit(): number {
    return this.uint32() / TWO_32;
  }

  /** Uniform, `low` ≤ x < `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number, 0…`count` − 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** True with the given probability, 0…1. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** An index, drawn in proportion to what its entry adds to the running totals `cumulative`. */
  index(cumulative: ArrayLike<number>): number {
    const wanted = this.unit() * cumulative[cumulative.length - 1]!;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Log-normal, by Box and Muller (1958); `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * this.unit()));
  }

  /** Pareto of the second kind (Lomax): P(x > t) = (1 + t / scale) ^ −shape, a power law in the long run. */
  lomax(shape: number, scale: number): number {
    return scale * ((1 - this.unit()) ** (-1 / shape) - 1);
  }
}

/** Running totals of weights, for {@link Prng.index}. */
export function runningTotals(weights: readonly number[]): number[] {
  let total = 0;
  return weights.map((weight) => (total += weight));
}
