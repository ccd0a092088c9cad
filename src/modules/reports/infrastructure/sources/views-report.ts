import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../../../common/database/database';
import { Texts } from '../../../../common/i18n/texts';
import { addDays, type CalendarDate, localDate, startOfWeek } from '../../../../common/kernel/calendar-date';
import type { ReportDocument, Section } from '../../domain/report-document';
import { endOf } from '../../domain/report';
import type { ReportQuery } from '../../domain/report-source';
import { ESTIMATE_VIEWS, viewRows } from '../postgres/queries/report-rows';
import {
  TOP_RELEASES,
  type TopReleaseRow,
  VIEW_SUMMARY,
  type ViewBucketRow,
  VIEWS_BY_TIME,
  type ViewSummaryRow,
} from '../postgres/queries/report-summaries';
import { CopiedRows } from './copied-rows';
import { extra, literalRange, ReportBuilder, titled, type Words, wordsOf } from './report-builder';

const TOP = 25;
/** Up to so many days, or weeks, a line each can be read. */
const MOST_LINES = 62;

/** One row a view; for people, how many there were by day and by release. */
@Injectable()
export class ViewsReport extends ReportBuilder {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
  ) {
    super();
  }

  async build(query: ReportQuery, client: PoolClient) {
    const days = [localDate(query.startDate, 'UTC'), localDate(query.endDate, 'UTC')];
    const [estimate] = await this.database.query<{ views: number | null }>(ESTIMATE_VIEWS, days);
    return {
      rows: new CopiedRows(client, viewRows(literalRange(query))),
      expectedRows: estimate?.views ?? null,
      parameters: {},
      document: () => this.document(query),
    };
  }

  private async document(query: ReportQuery): Promise<ReportDocument> {
    const words = wordsOf(this.texts, query.locale);
    const range = [query.startDate, endOf(query)];
    const [total] = await this.database.query<ViewSummaryRow>(VIEW_SUMMARY, range);
    const { views, viewers, releases, hours, completion } = total!;
    return {
      subject: null,
      figures: [
        { label: words('columns.views'), value: views, type: 'integer' },
        { label: words('columns.viewers'), value: viewers, type: 'integer' },
        { label: words('figures.releases'), value: releases, type: 'integer' },
        { label: words('columns.hours'), value: hours, type: 'integer', note: words('notes.hours') },
        { label: words('columns.completion'), value: completion, type: 'share' },
      ],
      sections: [await this.byTime(query, range, words), await this.byRelease(views, range, words)],
    };
  }

  private async byTime(query: ReportQuery, range: Date[], words: Words): Promise<Section> {
    const bucket = bucketOf(query);
    const rows = await this.database.query<ViewBucketRow>(VIEWS_BY_TIME, [...range, bucket]);
    const found = new Map(rows.map((row) => [row.day, row]));
    const lines = bucketsOf(query, bucket).map(
      (day) => found.get(day) ?? { day, views: 0, viewers: 0, hours: 0 },
    );
    return {
      title: words(`sections.views_by_${bucket}`),
      chart: {
        kind: 'lines',
        x: lines.map(({ day }) => day),
        series: [{ name: words('columns.views'), values: lines.map((line) => line.views) }],
        unit: 'integer',
      },
      table: {
        columns: [
          extra(bucket, 'date', words),
          extra('views', 'integer', words),
          extra('viewers', 'integer', words),
          extra('hours', 'decimal', words),
        ],
        rows: lines.map((line) => [line.day, line.views, line.viewers, line.hours]),
      },
      note: words('notes.views_summed'),
    };
  }

  private async byRelease(views: number, range: Date[], words: Words): Promise<Section> {
    const rows = await this.database.query<TopReleaseRow>(TOP_RELEASES, [...range, TOP]);
    return {
      title: words('sections.top_releases'),
      table: {
        columns: [
          ...titled('views', [['release_title', 3]], words),
          extra('views', 'integer', words),
          extra('view_share', 'share', words),
          extra('viewers', 'integer', words),
          extra('hours', 'decimal', words),
          extra('completion', 'share', words),
        ],
        rows: rows.map((row) => [
          row.title ?? row.release_id,
          row.views,
          views === 0 ? null : row.views / views,
          row.viewers,
          row.hours,
          row.completion,
        ]),
      },
      note: words('notes.top', { count: rows.length }),
    };
  }
}

type Bucket = 'day' | 'week' | 'month';

/** The finest of them that makes a table to be read. */
function bucketOf({ startDate, endDate }: ReportQuery): Bucket {
  const days = (endDate.getTime() - startDate.getTime()) / 86_400_000;
  if (days <= MOST_LINES) return 'day';
  return days <= 7 * MOST_LINES ? 'week' : 'month';
}

/** First days of all buckets that the period touches. */
function bucketsOf({ startDate, endDate }: ReportQuery, bucket: Bucket): CalendarDate[] {
  const begin = (day: CalendarDate) => {
    if (bucket === 'day') return day;
    return bucket === 'week' ? startOfWeek(day, 'monday') : `${day.slice(0, 7)}-01`;
  };
  const last = localDate(endDate, 'UTC');
  const days: CalendarDate[] = [];
  for (let day = begin(localDate(startDate, 'UTC')); day <= last;) {
    days.push(day);
    day = bucket === 'month' ? begin(addDays(day, 31)) : addDays(day, bucket === 'week' ? 7 : 1);
  }
  return days;
}
