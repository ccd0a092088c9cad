import gammaln from '@stdlib/math-base-special-gammaln';
import { fromLog, maximise } from './maximise';

/**
 * The gamma-gamma model of what people spend: a payment is gamma distributed around a person's mean (shape p), and the
 * rate of that distribution is gamma distributed over people (shape q, scale v, which has the unit of money). Source: Fader and
 * Hardie, "The Gamma-Gamma Model of Monetary Value" (2013); Fader, Hardie, Lee, Journal of Marketing Research 42
 * (2005) 415–430.
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

export interface PaymentSummary {
  /** Payments, at least 1. */
  readonly payments: number;
  /** Their mean, above 0. */
  readonly mean: number;
}

export interface GammaGammaFit extends GammaGammaParameters {
  readonly logLikelihood: number;
}

/** Maximum likelihood over people with payments. Null: the search found no maximum. */
export function fitGammaGamma(people: readonly PaymentSummary[]): GammaGammaFit | null {
  if (people.length === 0) return null;
  const typical = people.reduce((sum, { mean }) => sum + mean, 0) / people.length;
  // The search runs in units of the typical payment, whatever the currency's are.
  const scaled = people.map(({ payments, mean }) => ({ payments, mean: mean / typical }));
  const fromLogs = ([p, q, v]: readonly number[]): GammaGammaParameters => ({
    p: fromLog(p!),
    q: fromLog(q!),
    v: fromLog(v!),
  });
  const found = maximise(
    (logs) => gammaGammaLogLikelihood(fromLogs(logs), scaled),
    [Math.log(5), Math.log(3), 0],
  );
  if (!found) return null;
  const { p, q, v } = fromLogs(found.at);
  const model = { p, q, v: v * typical };
  return { ...model, logLikelihood: gammaGammaLogLikelihood(model, people) };
}

/** Equation 1a of the note of 2013, summed over people. */
function gammaGammaLogLikelihood(
  { p, q, v }: GammaGammaParameters,
  people: readonly PaymentSummary[],
): number {
  let sum = 0;
  for (const { payments: x, mean: z } of people) {
    sum +=
      gammaln(p * x + q) -
      gammaln(p * x) -
      gammaln(q) +
      q * Math.log(v) +
      (p * x - 1) * Math.log(z) +
      p * x * Math.log(x) -
      (p * x + q) * Math.log(v + x * z);
  }
  return sum;
}

/** A person's expected payment: between their own mean and everybody's (equation 5); without payments it is the latter. */
export function expectedPayment({ p, q, v }: GammaGammaParameters, own: PaymentSummary | null): number {
  const x = own?.payments ?? 0;
  return (p * (v + x * (own?.mean ?? 0))) / (p * x + q - 1);
}
