/** Both ends belong to it. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Null: no end can be told, the data allow any value there. */
export interface OpenInterval {
  readonly lower: number | null;
  readonly upper: number | null;
}

export const UNBOUNDED: OpenInterval = { lower: null, upper: null };
