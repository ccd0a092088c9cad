import { mix } from '../data/random';

const TWO_TO_32 = 2 ** 32;

/**
 * A stream of random numbers, the same for the same seed: xoshiro128** of Blackman and Vigna (2018), period
 * 2^128.
 */
export class RandomNumbers {
  private readonly state: Uint32Array;
  private spare: number | null = null;

  constructor(seed: number) {
    this.state = Uint32Array.from([1, 2, 3, 4], (salt) => mix(seed + salt * 0x9e3779b9));
  }

  /** In [0, 1), a multiple of 2^−32. */
  uniform(): number {
    const state = this.state;
    const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const [turnedC, turnedD] = [c ^ a, d ^ b];
    state[1] = b ^ turnedC;
    state[0] = a ^ turnedD;
    state[2] = turnedC ^ (b << 9);
    state[3] = (turnedD << 11) | (turnedD >>> 21);
    return result / TWO_TO_32;
  }

  /** Standard normal, by Marsaglia's polar method, which makes two at a time. */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }
}
