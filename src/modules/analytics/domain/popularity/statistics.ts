export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest of `values` that the share `level` (0…1) of them does not exceed. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * level) - 1)]!;
}

/**
 * The non-decreasing list nearest to `values` by least squares: pool adjacent violators (Ayer et al., Annals of
 * Mathematical Statistics 26 (1955) 641–647).
 */
export function nonDecreasing(values: readonly number[]): number[] {
  const blocks: { value: number; size: number }[] = [];
  for (const value of values) {
    let block = { value, size: 1 };
    for (let last = blocks.at(-1); last && last.value > block.value; last = blocks.at(-1)) {
      blocks.pop();
      const size = last.size + block.size;
      block = { value: (last.value * last.size + block.value * block.size) / size, size };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, size }) => new Array<number>(size).fill(value));
}
