import type { ExposedArmSums } from '../../../analytics';
import type { MetricKind } from '../metric-name';
import { clearOfRounding } from '../statistics/sample-summary';
import type { MeanArm, MetricArms } from './metric';

type CountedArm = Omit<ExposedArmSums, 'variantId'>;

const NOBODY: CountedArm = { users: 0, sum: 0, sumOfSquares: 0, companion: null };

/** The arms of a test, in the order of `variantIds`, with the sums that there are of them; others have no users. */
export function metricArms(
  kind: MetricKind,
  variantIds: readonly string[],
  sums: ReadonlyMap<string, CountedArm>,
): MetricArms {
  const arms = variantIds.map((variantId) => ({ ...(sums.get(variantId) ?? NOBODY), variantId }));
  switch (kind) {
    case 'proportion':
      return {
        kind: 'proportion',
        arms: arms.map(({ variantId, users, sum, companion }) => ({
          variantId,
          users,
          conversions: sum,
          ...(companion && { covariate: companion }),
        })),
      };
    case 'mean':
      return {
        kind: 'mean',
        arms: arms.map(({ companion, ...arm }) => ({ ...arm, ...(companion && { covariate: companion }) })),
      };
    case 'ratio':
      return { kind: 'mean', arms: arms.map((arm) => ({ variantId: arm.variantId, ...asMean(arm) })) };
  }
}

/**
 * A ratio Σx/Σw over users as the mean of a variable with the same standard error, by the delta method: the mean is R =
 * Σx/Σw, the deviations are those of (x − R·w)/w̄. Users are what was shared out, so they and not views are counted. An
 * arm whose denominator is 0 says nothing, as one without users. Source: Deng, Knoblich, Lu, "Applying the Delta Method
 * in Metric Analytics", KDD 2018, 233–242.
 */
function asMean({ users, sum, sumOfSquares, companion }: CountedArm): Omit<MeanArm, 'variantId'> {
  if (companion === null || companion.sum === 0) return NOBODY;
  const ratio = sum / companion.sum;
  const meanWeight = companion.sum / users;
  const residuals = clearOfRounding(
    sumOfSquares - 2 * ratio * companion.sumOfProducts + ratio * ratio * companion.sumOfSquares,
    sumOfSquares,
  );
  return {
    users,
    sum: users * ratio,
    sumOfSquares: users * ratio * ratio + residuals / (meanWeight * meanWeight),
  };
}
