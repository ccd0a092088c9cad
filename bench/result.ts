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

export const ms = (duration: number) => `${Number(duration.toPrecision(3)).toLocaleString('en')} ms`;
