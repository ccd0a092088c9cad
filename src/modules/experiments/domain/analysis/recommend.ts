import type { AbTest } from '../ab-test';
import type { MetricAnalysis } from './analyse-metric';
import type { GuardrailJudgement } from './judge-guardrail';

export interface JudgedGuardrail {
  readonly name: string;
  readonly variants: readonly GuardrailJudgement[];
}

/** What to do, for a person; `key` names the text, the rest fills it. Shares are fractions. */
export interface Recommendation {
  readonly key:
    | 'no_data'
    | 'sample_ratio_mismatch'
    | 'too_few_users'
    | 'too_few_conversions'
    | 'not_significant'
    | 'more_users'
    | 'enough_users'
    | 'winner'
    | 'control_wins'
    | 'winner_harms';
  /** Name of the variant that it is about. */
  readonly variant?: string;
  /** Name of a guardrail metric. */
  readonly metric?: string;
  readonly pValue?: number;
  /** Relative to the control. */
  readonly lift?: number;
  /** In the metric's unit; for where there is no lift. */
  readonly difference?: number;
  readonly missingUsers?: number;
  readonly requiredPerVariant?: number;
}

/** The verdict in words. Nobody is recommended who is shown to harm a guardrail. */
export function recommend(
  test: AbTest,
  { variants, verdict, sample, sampleRatio }: MetricAnalysis,
  guardrails: readonly JudgedGuardrail[],
): Recommendation {
  const { winnerVariantId, decisive } = verdict;
  const effect = {
    ...(decisive?.pValue != null && { pValue: decisive.pValue }),
    ...(decisive?.lift != null && { lift: decisive.lift }),
    ...(decisive?.difference != null && { difference: decisive.difference }),
  };
  if (variants.every(({ users }) => users === 0)) return { key: 'no_data' };
  switch (verdict.reason) {
    case 'sample_ratio_mismatch':
      return { key: verdict.reason, pValue: sampleRatio!.pValue };
    case 'too_few_users':
    case 'too_few_conversions':
      return { key: verdict.reason };
    case 'not_significant': {
      if (sample === null) return { key: 'not_significant', ...effect };
      const { missingUsers, requiredPerVariant } = sample;
      return missingUsers > 0
        ? { key: 'more_users', ...effect, missingUsers, requiredPerVariant }
        : { key: 'enough_users', ...effect, requiredPerVariant };
    }
    case 'winner': {
      const winner = test.variants.find(({ variantId }) => variantId === winnerVariantId)!;
      if (winner.isControl) return { key: 'control_wins', variant: winner.name, ...effect };
      const harmed = guardrails.find((guardrail) =>
        guardrail.variants.some((one) => one.variantId === winnerVariantId && one.verdict === 'fail'),
      );
      return harmed
        ? { key: 'winner_harms', variant: winner.name, metric: harmed.name, ...effect }
        : { key: 'winner', variant: winner.name, ...effect };
    }
  }
}
