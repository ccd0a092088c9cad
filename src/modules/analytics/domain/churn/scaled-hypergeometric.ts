/** A term so much smaller than the sum no longer counts, once terms shrink. */
const NEGLIGIBLE = 1e-16;
const MOST_TERMS = 1_000_000;

/**
 * (1 − z)^a · ₂F₁(a, b; c; z) for a, b > 0, c > −1 and not 0, 0 ≤ z < 1: the hypergeometric function as BG/NBD needs it, scaled
 * so that it stays near 1. By its series with terms in logarithms, for which large a, b and c are no matter;
 * general routines (@stdlib's among them) answer NaN there. Takes about a·z/(1 − z) steps and some dozens.
 */
export function scaledHypergeometric(a: number, b: number, c: number, z: number): number {
  let logTerm = a * Math.log1p(-z);
  // Only c + 0 can be below 0: then all terms but the first are.
  const sign = Math.sign(c);
  let sum = Math.exp(logTerm);
  for (let j = 0; j < MOST_TERMS; j++) {
    const ratio = ((a + j) * (b + j) * z) / (Math.abs(c + j) * (j + 1));
    logTerm += Math.log(ratio);
    const term = Math.exp(logTerm);
    sum += sign * term;
    if (ratio < 1 && term <= NEGLIGIBLE * Math.abs(sum)) break;
  }
  return sum;
}
