import gammaln from '@stdlib/math-base-special-gammaln';
import { fromLog, maximise } from './maximise';
import { scaledHypergeometric } from './scaled-hypergeometric';

/**
 * The BG/NBD model of people who come again and again until they silently leave: visits are Poisson with a rate that is gamma
 * distributed over people (shape r, rate α), and after each visit a person leaves with a probability that is beta
 * distributed (a, b). Source: Fader, Hardie, Lee, "Counting Your Customers the Easy Way", Marketing Science 24
 * (2005) 275–284; numbers of equations are those of the paper.
 */
export interface BgNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** A person's history so far. All times in one unit, which `alpha` then has as well. */
export interface VisitSummary {
  /** Visits after the first. */
  readonly repeats: number;
  /** From the first visit to the last; 0 without repeats. */
  readonly recency: number;
  /** From the first visit until now. */
  readonly age: number;
}

/**
 * The history of somebody with visits on so many days, the first and the last of them, on `today`; days are numbered from any
 * one day on. A clock that ran ahead may have brought a visit of tomorrow.
 */
export function summariseVisits(days: number, first: number, last: number, today: number): VisitSummary {
  return { repeats: days - 1, recency: last - first, age: Math.max(today, last) - first };
}

/** Histories that are alike count by their number. */
export interface CountedSummary extends VisitSummary {
  readonly people: number;
}

export interface BgNbdFit extends BgNbdParameters {
  readonly logLikelihood: number;
}

/** Where the search begins; it ends at the same place from any sensible start. */
const START: BgNbdParameters = { r: 1, alpha: 10, a: 1, b: 3 };

/** Maximum likelihood. Null: the search found no maximum, as for people who never come again. */
export function fitBgNbd(histories: readonly CountedSummary[]): BgNbdFit | null {
  const start = [START.r, START.alpha, START.a, START.b].map(Math.log);
  const fromLogs = ([r, alpha, a, b]: readonly number[]): BgNbdParameters => ({
    r: fromLog(r!),
    alpha: fromLog(alpha!),
    a: fromLog(a!),
    b: fromLog(b!),
  });
  const found = maximise((logs) => bgNbdLogLikelihood(fromLogs(logs), histories), start);
  return found && { ...fromLogs(found.at), logLikelihood: found.value };
}

/** Equation 6, summed over people, in logarithms that do not overflow. */
export function bgNbdLogLikelihood(model: BgNbdParameters, histories: readonly CountedSummary[]): number {
  const { r, alpha, a, b } = model;
  const constant = r * Math.log(alpha) - gammaln(r) - logBeta(a, b);
  // What depends on the number of visits alone is costly, and the same for many.
  const byRepeats = new Map<number, { constant: number; leaving: number }>();
  const termsOf = (x: number) => {
    const terms = {
      constant: constant + gammaln(r + x) + logBeta(a, b + x),
      leaving: x === 0 ? -Infinity : Math.log(a / (b + x - 1)),
    };
    byRepeats.set(x, terms);
    return terms;
  };
  let sum = 0;
  for (const { repeats: x, recency, age, people } of histories) {
    const terms = byRepeats.get(x) ?? termsOf(x);
    const stillHere = -(r + x) * Math.log(alpha + age);
    const gone = terms.leaving - (r + x) * Math.log(alpha + recency);
    sum += people * (terms.constant + logSum(stillHere, gone));
  }
  return sum;
}

/** The probability, 0…1, that somebody has not left (Fader, Hardie, Lee 2008, "Computing P(alive)", equation 1). */
export function probabilityAlive(model: BgNbdParameters, { repeats: x, recency, age }: VisitSummary): number {
  if (x === 0) return 1;
  const { r, alpha, a, b } = model;
  const odds = Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + age) / (alpha + recency));
  return 1 / (1 + Math.exp(odds));
}

/** Visits that are expected of a new person in the time `duration` after the first (equation 9). */
export function expectedVisits(model: BgNbdParameters, duration: number): number {
  return expectedWhile(model, { repeats: 0, recency: 0, age: 0 }, duration);
}

/** Visits that are expected of somebody with this history in the coming time `duration` (equation 10). */
export function expectedFurtherVisits(
  model: BgNbdParameters,
  history: VisitSummary,
  duration: number,
): number {
  return expectedWhile(model, history, duration) * probabilityAlive(model, history);
}

/** Equation 10 of somebody who has not left yet; without a history it is equation 9. */
function expectedWhile(
  { r, alpha, a: asFitted, b }: BgNbdParameters,
  history: VisitSummary,
  duration: number,
): number {
  const { repeats: x, age } = history;
  // At 1 the formula is 0 ÷ 0; so near it, it is smooth.
  const a = Math.abs(asFitted - 1) < 1e-6 ? 1 + 1e-6 : asFitted;
  const share = duration / (alpha + age + duration);
  const stayed = scaledHypergeometric(r + x, b + x, a + b + x - 1, share);
  return Math.max(0, ((a + b + x - 1) / (a - 1)) * (1 - stayed));
}

function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}

/** log(exp(a) + exp(b)) */
function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log(Math.exp(a - high) + Math.exp(b - high));
}
