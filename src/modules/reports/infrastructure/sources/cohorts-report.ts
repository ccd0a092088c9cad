import { Injectable } from '@nestjs/common';
import { Texts } from '../../../../common/i18n/texts';
import { AnalyseCohorts, type DatedCohortReport } from '../../../analytics';
import type { Cell, ReportDocument } from '../../domain/report-document';
import type { ReportQuery } from '../../domain/report-source';
import { ListedRows } from './listed-rows';
import { extra, ReportBuilder, titled, type Words, wordsOf } from './report-builder';

/** As many weeks as fit on a page; weeks that have not ended are empty. */
const WEEKS = 12;
const COHORT_TYPE = 'registration';
/** More curves cannot be told apart. */
const MOST_CURVES = 5;
/** More rows do not fit on a page. */
const MOST_HEAT_ROWS = 32;
const LEAST_WEEKS = 4;

/** Weekly retention by week of registration, as `POST /analytics/v2/cohorts` has it; a row a cohort and week. */
@Injectable()
export class CohortsReport extends ReportBuilder {
  constructor(
    private readonly analyseCohorts: AnalyseCohorts,
    private readonly texts: Texts,
  ) {
    super();
  }

  async build(query: ReportQuery) {
    const report = await this.analyseCohorts.execute({
      cohortType: COHORT_TYPE,
      startDate: query.startDate,
      endDate: query.endDate,
      weeks: WEEKS,
      retention: 'on',
      window: 'calendar',
      timezone: 'UTC',
      weekStart: 'monday',
      releaseId: null,
      genre: null,
      minCohortSize: 0,
      includeLifetimeValue: false,
    });
    const rows = rowsOf(report);
    return {
      rows: new ListedRows(rows),
      expectedRows: rows.length,
      parameters: { cohort_type: COHORT_TYPE, weeks: String(WEEKS), timezone: 'UTC' },
      document: () => Promise.resolve(documentOf(report, wordsOf(this.texts, query.locale))),
    };
  }
}

function rowsOf({ cohorts }: DatedCohortReport): Cell[][] {
  return cohorts.flatMap(({ period, periodStart, size, retention }) =>
    retention.map(({ week, eligibleUsers, activeUsers, rate, ciLower, ciUpper }) => [
      period,
      periodStart,
      size,
      week,
      eligibleUsers,
      activeUsers,
      rate,
      ciLower,
      ciUpper,
    ]),
  );
}

function documentOf(report: DatedCohortReport, words: Words): ReportDocument {
  const { cohorts, totalUsers, overallRetentionRate, returningRate } = report;
  // Weeks that have ended for no cohort would leave half of the page empty.
  const ended = Math.max(
    LEAST_WEEKS,
    ...cohorts.flatMap(({ retention }) => retention.filter(hasEnded).map(({ week }) => week)),
  );
  const weeks = Array.from({ length: ended + 1 }, (_, week) => String(week));
  const rates = cohorts.map(({ retention }) => retention.slice(0, weeks.length).map(({ rate }) => rate));
  const heat = {
    y: cohorts.map(({ period }) => period).slice(-MOST_HEAT_ROWS),
    values: rates.slice(-MOST_HEAT_ROWS),
  };
  const curves = cohorts.slice(-MOST_CURVES).map(({ period }, index) => ({
    name: period,
    values: rates.slice(-MOST_CURVES)[index]!,
  }));
  return {
    subject: null,
    figures: [
      { label: words('figures.users'), value: totalUsers, type: 'integer' },
      { label: words('figures.cohorts'), value: cohorts.length, type: 'integer' },
      {
        label: words('figures.returning'),
        value: returningRate,
        type: 'percent',
        note: words('notes.returning'),
      },
      {
        label: words('figures.overall'),
        value: overallRetentionRate,
        type: 'percent',
        note: words('notes.overall'),
      },
    ],
    sections: [
      {
        title: words('sections.curves'),
        chart: {
          kind: 'lines',
          x: weeks,
          series: [{ name: words('figures.mean'), values: meanOf(report).slice(0, weeks.length) }, ...curves],
          unit: 'percent',
          xTitle: words('notes.weeks_since'),
        },
        note: cohorts.length > MOST_CURVES ? words('notes.curves', { count: MOST_CURVES }) : undefined,
      },
      {
        title: words('sections.heat_map'),
        chart: {
          kind: 'heat_map',
          x: weeks,
          ...heat,
          xTitle: words('notes.weeks_since'),
        },
        note:
          cohorts.length > MOST_HEAT_ROWS
            ? words('notes.heat_rows', { count: MOST_HEAT_ROWS })
            : words('notes.running_weeks'),
      },
      {
        title: words('sections.cohorts'),
        table: {
          columns: [
            ...titled(
              'cohorts',
              [
                ['cohort_period', 2],
                ['cohort_size', 1.6],
              ],
              words,
            ),
            ...weeks.map((week) => ({ ...extra(`week_${week}`, 'decimal', words), title: week })),
          ],
          rows: cohorts.map(({ period, size }, index) => [period, size, ...rates[index]!]),
        },
        note: words('notes.percentages'),
      },
    ],
  };
}

const hasEnded = ({ activeUsers }: { readonly activeUsers: number | null }) => activeUsers !== null;

/** Of all cohorts whose week has ended, each with the weight of its users. */
function meanOf({ cohorts }: DatedCohortReport): (number | null)[] {
  return Array.from({ length: WEEKS + 1 }, (_, week) => {
    const ended = cohorts.map(({ retention }) => retention[week]!).filter(hasEnded);
    const eligible = ended.reduce((sum, { eligibleUsers }) => sum + eligibleUsers, 0);
    const active = ended.reduce((sum, { activeUsers }) => sum + activeUsers!, 0);
    return eligible === 0 ? null : Math.round((1_000 * active) / eligible) / 10;
  });
}
