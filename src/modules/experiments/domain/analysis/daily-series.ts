import { addDays, type CalendarDate } from '../../../../common/kernel/calendar-date';
import type { ExposedArmDay, ExposedArmSums } from '../../../analytics';
import type { MetricKind } from '../metric-name';
import { figuresOf, type VariantFigures } from './analyse-metric';
import { type Comparison, type ComparisonSettings, compareVariants } from './compare-variants';
import { metricArms } from './metric-arms';

export interface DayFigures {
  readonly day: CalendarDate;
  /** From the start to the end of the day, and who came on it. */
  readonly variants: readonly (VariantFigures & { readonly newUsers: number })[];
  readonly comparisons: readonly Comparison[];
}

/**
 * How the figures have come about: for each of the last `limit` UTC days up to `last` what they were at its end, from the
 * first day on that anybody was counted. `added` is what each day adds, the first day first.
 */
export function dailySeries(
  kind: MetricKind,
  variantIds: readonly string[],
  added: readonly ExposedArmDay[],
  settings: ComparisonSettings,
  last: CalendarDate,
  limit: number,
): DayFigures[] {
  const sums = new Map<string, ExposedArmSums>();
  const shownFrom = addDays(last, 1 - limit);
  const earlier = added.filter(({ day }) => day < shownFrom);
  for (const arm of earlier) sums.set(arm.variantId, plus(sums.get(arm.variantId), arm));
  const series: DayFigures[] = [];
  const first = earlier.length > 0 ? shownFrom : added[0]?.day;
  for (let day = first; day !== undefined && day <= last; day = addDays(day, 1)) {
    const today = added.filter((arm) => arm.day === day);
    for (const arm of today) sums.set(arm.variantId, plus(sums.get(arm.variantId), arm));
    const metric = metricArms(kind, variantIds, sums);
    series.push({
      day,
      variants: figuresOf(metric).map((figures) => ({
        ...figures,
        newUsers: today.find(({ variantId }) => variantId === figures.variantId)?.users ?? 0,
      })),
      comparisons: compareVariants(metric, settings).comparisons,
    });
  }
  return series;
}

function plus(before: ExposedArmSums | undefined, { variantId, ...day }: ExposedArmDay): ExposedArmSums {
  if (before === undefined) return { variantId, ...day };
  return {
    variantId,
    users: before.users + day.users,
    sum: before.sum + day.sum,
    sumOfSquares: before.sumOfSquares + day.sumOfSquares,
    companion: before.companion &&
      day.companion && {
        sum: before.companion.sum + day.companion.sum,
        sumOfSquares: before.companion.sumOfSquares + day.companion.sumOfSquares,
        sumOfProducts: before.companion.sumOfProducts + day.companion.sumOfProducts,
      },
  };
}
