import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * The state of a page, held in its address. Setting a part to null takes it out; the others stay. They are taken from the
 * address itself: what the router hands out is that of the last render, and a second change may come before the next.
 */
export function useUrlState() {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (patch: Record<string, string | null>, replace = false) => {
      const after = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(patch)) {
        if (value === null || value === '') after.delete(name);
        else after.set(name, value);
      }
      setParams(after, { replace, preventScrollReset: true });
    },
    [setParams],
  );
  return [params, change] as const;
}

/** One of `known`, or the first of them. */
export function oneOf<Known extends string>(
  value: string | null,
  known: readonly [Known, ...Known[]],
): Known {
  return known.find((candidate) => candidate === value) ?? known[0];
}

export function whole(value: string | null, min: number, max: number, otherwise: number): number {
  const number = value === null || value === '' ? NaN : Number(value);
  return Number.isInteger(number) && number >= min && number <= max ? number : otherwise;
}
