import { type BucketRange, isWithin } from './bucket-ranges';
import { hash } from './hash';

/** A test's part of an exclusion group: `id` is the group's name, the range is the test's own. */
export interface Namespace extends BucketRange {
  readonly id: string;
}

/** Positions that a user can have in a namespace: multiples of 1/1000, by version 1 of the hash. */
const POSITIONS = 1_000;

/**
 * Whether the user lies in the namespace's range. Tests of one group with disjoint ranges share no user.
 * Source: GrowthBook, "Build your own SDK", inNamespace.
 */
export function inNamespace(userId: string, namespace: Namespace): boolean {
  return isWithin(hash(`__${namespace.id}`, userId, 1)!, namespace);
}

/**
 * The first range of `size` (0…1, rounded up to thousandths, which is as fine as positions are) that none of
 * the group's `taken` ranges touches. Null when there is no such gap, or when `size` lies outside 0…1 or is 0.
 * Bounds are whole thousandths, so that neighbouring ranges neither overlap nor leave users between them.
 */
export function allocateNamespaceRange(taken: readonly BucketRange[], size: number): BucketRange | null {
  if (!(size > 0 && size <= 1)) return null;
  const wanted = firstPositionFrom(size);
  const occupied = taken
    .map(({ start, end }) => ({ first: firstPositionFrom(start), after: firstPositionFrom(end) }))
    .filter(({ first, after }) => after > first)
    .sort((a, b) => a.first - b.first);
  let free = 0;
  for (const { first, after } of occupied) {
    if (first - free >= wanted) break;
    free = Math.max(free, after);
  }
  return free + wanted > POSITIONS ? null : { start: free / POSITIONS, end: (free + wanted) / POSITIONS };
}

/**
 * The range with another `size` (0…1) from the same start on, so that whoever stays in it is not moved; null when it
 * would reach into one of the group's `taken` ranges, or beyond 1.
 */
export function resizeNamespaceRange(
  range: BucketRange,
  size: number,
  taken: readonly BucketRange[],
): BucketRange | null {
  const first = firstPositionFrom(range.start);
  const after = first + firstPositionFrom(size);
  const resized = { start: first / POSITIONS, end: after / POSITIONS };
  const collides = taken.some(({ start, end }) => start < resized.end && end > resized.start);
  return after > POSITIONS || collides ? null : resized;
}

/** The least k with k/1000 ≥ `bound`; multiplied alone, 0.057 would come out above 57. */
function firstPositionFrom(bound: number): number {
  const within = Math.min(1, Math.max(0, bound));
  let position = Math.max(0, Math.floor(within * POSITIONS) - 1);
  while (position / POSITIONS < within) position++;
  return position;
}
