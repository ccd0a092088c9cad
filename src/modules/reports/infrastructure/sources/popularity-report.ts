import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import { Texts } from '../../../../common/i18n/texts';
import { addDays } from '../../../../common/kernel/calendar-date';
import { AnalyticsV2Repository, PredictPopularity, RankReleases } from '../../../analytics';
import type { Cell, ReportDocument, Section } from '../../domain/report-document';
import { endOf } from '../../domain/report';
import type { ReportQuery } from '../../domain/report-source';
import { RELEASE_VIEWS, type ReleaseViewsRow } from '../postgres/queries/report-summaries';
import { ListedRows } from './listed-rows';
import { extra, ReportBuilder, titled, type Words, wordsOf } from './report-builder';

const HORIZON_DAYS = 7;
const RELEASES_A_PAGE = 5_000;
const CHARTS = 3;
const CHART_DAYS = 56;
const CONFIDENCE = 0.8;
const TOP = 50;

interface Line {
  readonly releaseId: string;
  readonly title: string;
  readonly views: number;
  readonly predicted: number | null;
  readonly previous: number | null;
  readonly growth: number | null;
  readonly trend: string | null;
  readonly confidence: number | null;
  readonly modelVersion: string | null;
}

/** Releases with views in the period or a forecast: what they had, and what is expected of the next seven days. */
@Injectable()
export class PopularityReport extends ReportBuilder {
  constructor(
    private readonly rankReleases: RankReleases,
    private readonly predictPopularity: PredictPopularity,
    private readonly analytics: AnalyticsV2Repository,
    private readonly database: Database,
    private readonly texts: Texts,
  ) {
    super();
  }

  async build(query: ReportQuery) {
    const lines = await this.read(query);
    return {
      rows: new ListedRows(lines.map(rowOf)),
      expectedRows: lines.length,
      parameters: { horizon_days: String(HORIZON_DAYS) },
      document: () => this.document(lines, wordsOf(this.texts, query.locale)),
    };
  }

  /** The most viewed first. */
  private async read(query: ReportQuery): Promise<Line[]> {
    const lines = new Map<string, Line>();
    for (const { release_id: releaseId, title, views } of await this.database.query<ReleaseViewsRow>(
      RELEASE_VIEWS,
      [query.startDate, endOf(query)],
    ))
      lines.set(releaseId, { ...WITHOUT_FORECAST, releaseId, title: title ?? '', views });
    let after: Awaited<ReturnType<RankReleases['execute']>>['next'] = null;
    do {
      const page = await this.rankReleases.execute({
        horizonDays: HORIZON_DAYS,
        sort: 'predicted_views',
        minPreviousViews: 0,
        after,
        limit: RELEASES_A_PAGE,
      });
      for (const item of page.items)
        lines.set(item.releaseId, {
          releaseId: item.releaseId,
          title: item.title,
          views: lines.get(item.releaseId)?.views ?? 0,
          predicted: item.predictedViews,
          previous: item.previousViews,
          growth: item.growth === null ? null : Math.round(item.growth * 1_000) / 10,
          trend: item.trend,
          confidence: item.confidenceScore,
          modelVersion: item.modelVersion,
        });
      after = page.next;
    } while (after);
    return [...lines.values()].sort((a, b) => b.views - a.views || (a.releaseId < b.releaseId ? -1 : 1));
  }

  private async document(lines: readonly Line[], words: Words): Promise<ReportDocument> {
    const sum = (value: (line: Line) => number | null) =>
      lines.reduce((total, line) => total + (value(line) ?? 0), 0);
    const trends = (trend: string) => lines.filter((line) => line.trend === trend).length;
    const charts: Section[] = [];
    for (const line of lines.filter(({ views }) => views > 0).slice(0, CHARTS))
      charts.push(await this.chartOf(line, words));
    return {
      subject: null,
      figures: [
        { label: words('figures.releases'), value: lines.length, type: 'integer' },
        { label: words('figures.views_in_period'), value: sum(({ views }) => views), type: 'integer' },
        { label: words('figures.predicted'), value: sum(({ predicted }) => predicted), type: 'integer' },
        { label: words('figures.growing'), value: trends('growing'), type: 'integer' },
        { label: words('figures.declining'), value: trends('declining'), type: 'integer' },
      ],
      sections: [...charts, tableOf(lines, words)],
    };
  }

  /** A forecast may train and store its model, which a snapshot for reading alone would refuse. */
  private async chartOf({ releaseId, title }: Line, words: Words): Promise<Section> {
    const { firstDay, forecast } = await this.database.outside(() =>
      this.predictPopularity.execute({
        releaseId,
        horizonDays: HORIZON_DAYS,
        model: 'auto',
        confidence: CONFIDENCE,
      }),
    );
    const days = Array.from({ length: CHART_DAYS }, (_, index) => addDays(firstDay, index - CHART_DAYS - 1));
    const histories = await this.analytics.getViewHistories([releaseId], days[0]!, days.at(-1)!);
    const found = new Map(histories.get(releaseId)?.daily.map(({ day, views }) => [day, views]));
    const coming = forecast.point.map((_, index) => addDays(firstDay, index));
    return {
      title: words('sections.forecast', { title }),
      chart: {
        kind: 'forecast',
        // Today has not ended: it is neither history nor forecast.
        days: [...days, addDays(firstDay, -1), ...coming],
        history: days.map((day) => found.get(day) ?? 0),
        forecast: forecast.point,
        lower: forecast.lower,
        upper: forecast.upper,
        names: {
          history: words('columns.views'),
          forecast: words('figures.forecast'),
          band: words('figures.band', { percent: CONFIDENCE * 100 }),
        },
      },
    };
  }
}

const WITHOUT_FORECAST = {
  predicted: null,
  previous: null,
  growth: null,
  trend: null,
  confidence: null,
  modelVersion: null,
};

function rowOf(line: Line): Cell[] {
  const { releaseId, title, views, predicted, previous, growth, trend, confidence, modelVersion } = line;
  return [releaseId, title, views, predicted, previous, growth, trend, confidence, modelVersion];
}

function tableOf(lines: readonly Line[], words: Words): Section {
  const shown = lines.slice(0, TOP);
  return {
    title: words('sections.popularity'),
    table: {
      columns: [
        ...titled('popularity', [['release_title', 3], 'views'], words),
        extra('predicted_views', 'integer', words, 1.1),
        ...titled('popularity', ['previous_views', 'growth', ['trend', 1.2]], words),
      ],
      rows: shown.map(({ title, views, predicted, previous, growth, trend }) => [
        title,
        views,
        predicted,
        previous,
        growth,
        trend && words(`trends.${trend}`),
      ]),
    },
    note:
      lines.length > shown.length
        ? words('notes.cut', { shown: shown.length, rows: lines.length })
        : undefined,
  };
}
