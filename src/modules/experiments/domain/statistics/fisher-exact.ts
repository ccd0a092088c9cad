import type { Proportion } from './proportion';

/**
 * Tables as likely as the observed one count as extreme; so much apart (relatively, as in R's fisher.test) they
 * are taken for equally likely, since rounding would tell mirror images apart.
 */
const TIE = 1e-7;
/** e^−40 of the sum is below what a double can add. */
const NEGLIGIBLE = 40;

/**
 * Two-sided p-value of Fisher's exact test for a 2×2 table: all tables with the observed margins that are at
 * most as likely as the observed one. Without trials or variation it is 1. Source: R. A. Fisher, "The Logic of
 * Inductive Inference", JRSS 98 (1935) 39–82.
 *
 * Tables are weighed against the likeliest one by ratios of neighbours, in logarithms: no factorial is
 * computed, and p-values of 1e-300 have all their digits but the last few. Walks from the likeliest table as
 * far as weights matter, or to the observed table; with a total of a million that takes milliseconds at worst.
 */
export function fisherExactP(a: Proportion, b: Proportion): number {
  const table = hypergeometric(a, b);
  const observed = table.logWeightAt(a.successes);
  let all = 0;
  let extreme = 0;
  const add = (logWeight: number) => {
    all += Math.exp(logWeight);
    if (logWeight <= observed + TIE) extreme += Math.exp(logWeight - observed);
  };
  const enough = Math.min(0, observed) - NEGLIGIBLE;
  add(0);
  for (const step of [1, -1] as const) {
    for (const logWeight of table.walk(step)) {
      add(logWeight);
      if (logWeight < enough) break;
    }
  }
  return Math.min(1, (Math.exp(observed) * extreme) / all);
}

/** Weights of the tables with the same margins by the successes of `a`, in logarithms, 0 at the likeliest one. */
function hypergeometric(a: Proportion, b: Proportion) {
  const successes = a.successes + b.successes;
  const least = Math.max(0, successes - b.trials);
  const most = Math.min(a.trials, successes);
  const mode = Math.floor(((successes + 1) * (a.trials + 1)) / (a.trials + b.trials + 2));
  const start = Math.min(most, Math.max(least, mode));
  /** log of weight(k + 1) ÷ weight(k) */
  const logRatio = (k: number) =>
    Math.log(((successes - k) * (a.trials - k)) / ((k + 1) * (b.trials - successes + k + 1)));

  function* walk(step: 1 | -1): Generator<number> {
    let logWeight = 0;
    for (let k = start; step === 1 ? k < most : k > least; k += step) {
      logWeight += step === 1 ? logRatio(k) : -logRatio(k - 1);
      yield logWeight;
    }
  }

  function logWeightAt(k: number): number {
    let logWeight = 0;
    for (let from = start; from < k; from++) logWeight += logRatio(from);
    for (let from = start; from > k; from--) logWeight -= logRatio(from - 1);
    return logWeight;
  }

  return { walk, logWeightAt };
}
