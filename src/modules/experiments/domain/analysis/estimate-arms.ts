import { adjustByCuped, type PairedSums } from '../statistics/cuped';
import type { Proportion } from '../statistics/proportion';
import { type SampleSummary, summarise } from '../statistics/sample-summary';
import type { MeanArm, MetricArms, ProportionArm } from './metric';

/** What the tests need to know of an arm: a proportion as such, or any metric by mean and standard deviation. */
export type ArmEstimate =
  | ({ readonly kind: 'proportion'; readonly variantId: string } & Proportion)
  | ({ readonly kind: 'mean'; readonly variantId: string } & SampleSummary);

export interface CupedSummary {
  readonly theta: number;
  /** Share of the variance that has gone, 0…1. */
  readonly varianceReduction: number;
}

export interface ArmEstimates {
  /** Arms without users are left out. */
  readonly arms: readonly ArmEstimate[];
  /** Null: not asked for, or an arm with users lacks the covariate. */
  readonly cuped: CupedSummary | null;
}

/**
 * Estimates of the arms, adjusted by CUPED if asked for. An adjusted proportion is no count any more, so it
 * goes on as a mean of zeros and ones.
 */
export function estimateArms(metric: MetricArms, cuped: boolean): ArmEstimates {
  const paired = cuped ? pairedSums(metric) : null;
  if (paired === null || paired.length === 0) return { arms: unadjusted(metric), cuped: null };
  const { arms, theta, varianceReduction } = adjustByCuped(paired.map(({ sums }) => sums));
  return {
    arms: arms.flatMap((arm, index) =>
      arm === null ? [] : { kind: 'mean', variantId: paired[index]!.variantId, ...arm },
    ),
    cuped: { theta, varianceReduction },
  };
}

function unadjusted(metric: MetricArms): ArmEstimate[] {
  if (metric.kind === 'proportion') {
    return metric.arms
      .filter(({ users }) => users > 0)
      .map(({ variantId, users, conversions }) => ({
        kind: 'proportion',
        variantId,
        successes: conversions,
        trials: users,
      }));
  }
  return metric.arms.flatMap(({ variantId, users, sum, sumOfSquares }) => {
    const summary = summarise({ n: users, sum, sumOfSquares });
    return summary === null ? [] : { kind: 'mean', variantId, ...summary };
  });
}

/** Null when an arm with users lacks the covariate: an adjustment of some arms alone would be a bias. */
function pairedSums(metric: MetricArms): { variantId: string; sums: PairedSums }[] | null {
  const arms = metric.kind === 'proportion' ? metric.arms.map(asMean) : metric.arms;
  const filled = arms.filter(({ users }) => users > 0);
  const paired = filled.flatMap(({ variantId, users, sum, sumOfSquares, covariate }) =>
    covariate === undefined
      ? []
      : {
          variantId,
          sums: {
            n: users,
            sum,
            sumOfSquares,
            covariateSum: covariate.sum,
            covariateSumOfSquares: covariate.sumOfSquares,
            sumOfProducts: covariate.sumOfProducts,
          },
        },
  );
  return paired.length === filled.length ? paired : null;
}

/** Zeros and ones are their own squares. */
function asMean({ conversions, ...arm }: ProportionArm): MeanArm {
  return { ...arm, sum: conversions, sumOfSquares: conversions };
}
