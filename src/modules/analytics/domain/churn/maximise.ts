/**
 * Parameters that must be above 0 are searched by their logarithms, where every point is a valid one. Beyond e^±8 they
 * count as e^±8: of people who are all alike the likelihood grows for ever, by nothing that matters.
 */
const LARGEST_LOG = 8;
export const fromLog = (log: number): number => Math.exp(Math.max(-LARGEST_LOG, Math.min(LARGEST_LOG, log)));

/** Of the function's values and of the simplex' size. */
const TOLERANCE = 1e-12;
const MAX_STEPS = 5_000;
const FIRST_EDGE = 0.5;
/** The simplex may collapse too early; begun anew where it stopped it goes on, until that gains nothing. */
const MOST_RUNS = 6;
const GAIN = 1e-10;

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * Where `value` is largest near `start`: the simplex method of Nelder and Mead (The Computer Journal 7 (1965) 308–313), which needs no
 * derivatives. Arguments of which `value` is not finite are avoided. Null when there is no finite value at `start`, or when no
 * maximum was found in time.
 */
export function maximise(value: (at: readonly number[]) => number, start: readonly number[]): Vertex | null {
  const evaluate = (at: readonly number[]): Vertex => {
    const found = value(at);
    return { at, value: Number.isFinite(found) ? found : -Infinity };
  };
  let best = evaluate(start);
  if (best.value === -Infinity) return null;
  for (let run = 0; run < MOST_RUNS; run++) {
    const found = climb(evaluate, best);
    if (found === null) return null;
    const gain = found.value - best.value;
    best = found;
    if (gain <= GAIN * Math.abs(best.value)) return best;
  }
  return best;
}

/** One run. Null: it had not ended after so many steps. */
function climb(evaluate: (at: readonly number[]) => Vertex, start: Vertex): Vertex | null {
  const simplex = [
    start,
    ...start.at.map((_, axis) => evaluate(start.at.map((x, i) => (i === axis ? x + FIRST_EDGE : x)))),
  ];
  for (let step = 0; step < MAX_STEPS; step++) {
    simplex.sort((a, b) => b.value - a.value);
    const [best, worst] = [simplex[0]!, simplex.at(-1)!];
    if (best.value - worst.value <= TOLERANCE * Math.abs(best.value) && extent(simplex) < 1e-6) return best;
    replaceWorst(simplex, evaluate);
  }
  return null;
}

/** Reflects the worst vertex in the others' centre, and stretches, draws in, or shrinks all. */
function replaceWorst(simplex: Vertex[], evaluate: (at: readonly number[]) => Vertex): void {
  const worst = simplex.at(-1)!;
  const others = simplex.slice(0, -1);
  const centre = worst.at.map(
    (_, axis) => others.reduce((sum, { at }) => sum + at[axis]!, 0) / others.length,
  );
  const along = (factor: number) => evaluate(centre.map((x, axis) => x + factor * (x - worst.at[axis]!)));
  const last = simplex.length - 1;
  const reflected = along(1);
  if (reflected.value > simplex[0]!.value) {
    const stretched = along(2);
    simplex[last] = stretched.value > reflected.value ? stretched : reflected;
  } else if (reflected.value > simplex[last - 1]!.value) {
    simplex[last] = reflected;
  } else {
    const drawnIn = along(reflected.value > worst.value ? 0.5 : -0.5);
    if (drawnIn.value > Math.max(worst.value, reflected.value)) simplex[last] = drawnIn;
    else {
      const best = simplex[0]!.at;
      for (let index = 1; index <= last; index++)
        simplex[index] = evaluate(simplex[index]!.at.map((x, axis) => (x + best[axis]!) / 2));
    }
  }
}

function extent(simplex: readonly Vertex[]): number {
  const [best, ...others] = simplex;
  return Math.max(...others.flatMap(({ at }) => at.map((x, axis) => Math.abs(x - best!.at[axis]!))));
}
