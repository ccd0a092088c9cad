import { addDays, type CalendarDate } from '../../../../common/kernel/calendar-date';
import type { RetentionWindow } from '../retention/cohort-query';
import type { CohortLine } from '../retention/cohort-report';
import type { LifetimeValueModel } from './lifetime-value-model';
import type { CohortOutlook, CohortRevenue } from './payment.repository';

/** Amounts are minor units of the currency per user of the cohort, with two decimals. */
export interface CohortLifetimeValue {
  /** Weeks 0…weeks of each currency that somebody in any of the cohorts has paid in. */
  readonly weeks: readonly {
    readonly currency: string;
    readonly week: number;
    /** Up to the end of the week; null while it runs. */
    readonly revenuePerUser: number | null;
  }[];
  /** What was paid so far and what is expected yet, for each currency with a model. */
  readonly projections: readonly {
    readonly currency: string;
    readonly revenuePerUser: number;
    readonly trainedAt: Date;
  }[];
}

interface Weeks {
  readonly weeks: number;
  readonly window: RetentionWindow;
  /** Local date of the moment that the revenue was read at. */
  readonly today: CalendarDate;
}

/** Lifetime value of each cohort (definitions.md, "Retention"), by the first day of its week; currencies never mix. */
export function cohortLifetimeValues(
  cohorts: readonly CohortLine[],
  scope: Weeks,
  revenue: readonly CohortRevenue[],
  outlook: readonly CohortOutlook[],
  models: readonly LifetimeValueModel[],
): Map<CalendarDate, CohortLifetimeValue> {
  const currencies = [...new Set(outlook.map(({ currency }) => currency))].sort();
  return new Map(
    cohorts.map(({ periodStart, size }) => {
      const ofCohort = { revenue: ownOf(revenue, periodStart), outlook: ownOf(outlook, periodStart) };
      return [
        periodStart,
        {
          weeks: currencies.flatMap((currency) =>
            cumulate(ofCohort.revenue, currency, scope.weeks).map((total, week) => ({
              currency,
              week,
              revenuePerUser: hasEndedForAll(periodStart, week, scope) ? perUser(total, size) : null,
            })),
          ),
          projections: models
            .filter(({ currency }) => currencies.includes(currency))
            .map(({ currency, trainedAt }) => {
              const own = ofCohort.outlook.find((row) => row.currency === currency);
              const total = (own?.paidMinor ?? 0) + (own?.expectedMinor ?? 0);
              return { currency, revenuePerUser: perUser(total, size), trainedAt };
            }),
        },
      ];
    }),
  );
}

function ownOf<Row extends { readonly periodStart: CalendarDate }>(
  rows: readonly Row[],
  periodStart: CalendarDate,
): Row[] {
  return rows.filter((row) => row.periodStart === periodStart);
}

/** Revenue up to the end of each of the weeks 0…weeks. */
function cumulate(revenue: readonly CohortRevenue[], currency: string, weeks: number): number[] {
  let total = 0;
  return Array.from({ length: weeks + 1 }, (_, week) => {
    for (const row of revenue) if (row.currency === currency && row.week === week) total += row.amountMinor;
    return total;
  });
}

/** In rolling windows week k ends last for who began on the last day of the cohort's week. */
function hasEndedForAll(periodStart: CalendarDate, k: number, { window, today }: Weeks): boolean {
  const lastAnchor = window === 'rolling' ? addDays(periodStart, 6) : periodStart;
  return addDays(lastAnchor, 7 * (k + 1)) <= today;
}

function perUser(total: number, users: number): number {
  return Math.round((100 * total) / users) / 100;
}
