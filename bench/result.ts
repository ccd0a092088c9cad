import type { Comparison } from './measure';

/** One line of the table. */
export interface Result {
  readonly work: string;
  readonly peer: string;
  /** Figures with their unit. */
  readonly ours: string;
  readonly theirs: string;
  /** How many times as good as the peer; `null` where there is none. */
  readonly ratio: number | null;
  /** The least ratio that quality.md asks for. */
  readonly target: number | null;
}

/** A row in which more is better. */
export function rates(work: string, peer: string, unit: string, target: number, found: Comparison): Result {
  const show = (figure: number) => `${Math.round(figure).toLocaleString('en')} ${unit}`;
  return { work, peer, ours: show(found.ours), theirs: show(found.peer), ratio: found.ratio, target };
}

/** A row of durations in milliseconds, in which less is better: the ratio is how many times as fast ours is. */
export function durations(work: string, peer: string, target: number | null, found: Comparison): Result {
  return { work, peer, ours: ms(found.ours), theirs: ms(found.peer), ratio: 1 / found.ratio, target };
}

/** A row without a peer whose figure may be `limit` at most: the ratio is how often it fits. */
export function atMost(work: string, found: number, limit: number, show: (figure: number) => string): Result {
  return { work, peer: 'at most', ours: show(found), theirs: show(limit), ratio: limit / found, target: 1 };
}

/** A row without a peer whose figure must be `limit` at least. */
export function atLeast(
  work: string,
  found: number,
  limit: number,
  show: (figure: number) => string,
): Result {
  return { work, peer: 'at least', ours: show(found), theirs: show(limit), ratio: found / limit, target: 1 };
}

export const ms = (duration: number) => `${Number(duration.toPrecision(3)).toLocaleString('en')} ms`;
