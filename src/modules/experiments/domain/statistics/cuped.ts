import { clearOfRounding, type SampleSummary, type SampleSums, squaredDeviations } from './sample-summary';

/**
 * Sums over the users of one arm: of the metric, and of the same metric before their exposure (the covariate).
 */
export interface PairedSums extends SampleSums {
  readonly covariateSum: number;
  readonly covariateSumOfSquares: number;
  /** Σ metric × covariate. */
  readonly sumOfProducts: number;
}

export interface CupedResult {
  /** What is taken off the metric for each unit of the covariate. */
  readonly theta: number;
  /** Share of the variance within arms that has gone, 0…1; 0 for a metric that does not vary. */
  readonly varianceReduction: number;
  /** The adjusted metric of each arm, in the order given; null for an arm without users. */
  readonly arms: readonly (SampleSummary | null)[];
}

/**
 * CUPED: of each user's value θ·(covariate − its mean over all arms) is taken off, which leaves the difference
 * of arms as it is on average and removes what was known before. θ is the covariance within arms over the
 * covariate's variance within arms, pooled over all of them, so that neither effects nor arms of different size
 * get into it; 0 for a covariate that does not vary. Source: Deng, Xu, Kohavi, Walker, WSDM 2013, 123–132.
 */
export function adjustByCuped(arms: readonly PairedSums[]): CupedResult {
  const filled = arms.filter(({ n }) => n > 0);
  const total = (of: (arm: PairedSums) => number) => filled.reduce((sum, arm) => sum + of(arm), 0);
  const covariateSpread = total((arm) => squaredDeviations(covariateOf(arm)));
  const theta = covariateSpread > 0 ? total(codeviations) / covariateSpread : 0;
  const grandMean = total(({ covariateSum }) => covariateSum) / total(({ n }) => n);
  const spread = total(squaredDeviations);
  const left = total((arm) => adjustedDeviations(arm, theta));
  return {
    theta,
    varianceReduction: spread > 0 ? 1 - left / spread : 0,
    arms: arms.map((arm) => {
      const { n, sum, covariateSum } = arm;
      if (n === 0) return null;
      return {
        n,
        mean: sum / n - theta * (covariateSum / n - grandMean),
        sd: n > 1 ? Math.sqrt(adjustedDeviations(arm, theta) / (n - 1)) : 0,
      };
    }),
  };
}

function covariateOf({ n, covariateSum, covariateSumOfSquares }: PairedSums): SampleSums {
  return { n, sum: covariateSum, sumOfSquares: covariateSumOfSquares };
}

/** Σ(x − mean)(y − mean) */
function codeviations({ n, sum, covariateSum, sumOfProducts }: PairedSums): number {
  return sumOfProducts - (sum * covariateSum) / n;
}

function adjustedDeviations(arm: PairedSums, theta: number): number {
  const spread = squaredDeviations(arm);
  const left = spread - 2 * theta * codeviations(arm) + theta * theta * squaredDeviations(covariateOf(arm));
  // A covariate that explains everything leaves nothing.
  return clearOfRounding(left, spread);
}
