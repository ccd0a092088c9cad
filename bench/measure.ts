/** Does one round of work and tells its figure: a duration or a rate, in any one unit. */
export type Contender = (round: number) => Promise<number>;

/** A question that is put to us and to a peer; both give all of the answer. */
export interface Read {
  readonly work: string;
  readonly ours: () => Promise<unknown>;
  readonly peer: () => Promise<unknown>;
}

export interface Comparison {
  /** Medians over the rounds. */
  readonly ours: number;
  readonly peer: number;
  /** Median of ours ÷ peer within a round: what disturbs the machine for longer disturbs both. */
  readonly ratio: number;
}

/**
 * Lets contenders work turn by turn, each round in another order. A first round warms up and is not counted.
 * Gives the figures of each contender, one a round.
 */
export async function takeTurns<Name extends string>(
  rounds: number,
  contenders: Record<Name, Contender>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length]!;
      const figure = await contenders[name](round);
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** Milliseconds of us and of the peer, turn by turn. */
export function timeBoth({ ours, peer }: Read, rounds: number): Promise<Record<'ours' | 'peer', number[]>> {
  return takeTurns(rounds, { ours: () => timed(ours), peer: () => timed(peer) });
}

export function compare(ours: readonly number[], peer: readonly number[]): Comparison {
  return {
    ours: median(ours),
    peer: median(peer),
    ratio: median(ours.map((figure, round) => figure / peer[round]!)),
  };
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that this share (0…1) of the values do not exceed; `NaN` without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
