/**
 * Holm's adjusted p-values, in the order given: the chance of any false rejection among all stays below α when
 * those below α are rejected, whatever the dependence. Source: S. Holm, Scandinavian Journal of Statistics 6
 * (1979) 65–70.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  ascending(pValues).forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = highest;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p-values, in the order given: of those rejected below q a share of at most
 * q is expected to be false, for independent or positively dependent tests. Source: JRSS B 57 (1995) 289–300.
 */
export function benjaminiHochbergAdjusted(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  ascending(pValues)
    .map((index, rank) => ({ index, rank }))
    .reverse()
    .forEach(({ index, rank }) => {
      lowest = Math.min(lowest, (pValues.length / (rank + 1)) * pValues[index]!);
      adjusted[index] = lowest;
    });
  return adjusted;
}

/** Indices of the values, the smallest value's first. */
function ascending(values: readonly number[]): number[] {
  return values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
}
