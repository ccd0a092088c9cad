import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../../../common/database/database';
import { Texts } from '../../../../common/i18n/texts';
import type { ReportDocument } from '../../domain/report-document';
import type { ReportQuery } from '../../domain/report-source';
import {
  COUNT_USERS,
  type TopUserRow,
  topUsers,
  userRows,
  userSummary,
  type UserSummaryRow,
} from '../postgres/queries/report-rows';
import { CopiedRows } from './copied-rows';
import { literalRange, ReportBuilder, titled, wordsOf } from './report-builder';

const TOP = 40;

/** One row a viewer; for people, how many there are of which kind, and the most active ones. */
@Injectable()
export class UsersReport extends ReportBuilder {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
  ) {
    super();
  }

  async build(query: ReportQuery, client: PoolClient) {
    const [found] = await this.database.query<{ users: number }>(COUNT_USERS);
    return {
      rows: new CopiedRows(client, userRows(literalRange(query))),
      expectedRows: found!.users,
      parameters: {},
      document: () => this.document(query),
    };
  }

  private async document(query: ReportQuery): Promise<ReportDocument> {
    const words = wordsOf(this.texts, query.locale);
    const range = literalRange(query);
    const [total] = await this.database.query<UserSummaryRow>({ text: userSummary(range) });
    const top = await this.database.query<TopUserRow>({ text: topUsers(range, TOP) });
    const { users, active, views, minutes, completion, low, medium, high, unscored } = total!;
    const perActive = (value: number) => (active === 0 ? null : value / active);
    return {
      subject: null,
      figures: [
        { label: words('figures.users'), value: users, type: 'integer' },
        { label: words('figures.active'), value: active, type: 'integer', note: words('notes.active') },
        { label: words('figures.views_per_active'), value: perActive(views), type: 'decimal' },
        { label: words('figures.minutes_per_active'), value: perActive(minutes), type: 'decimal' },
        { label: words('columns.completion'), value: completion, type: 'share' },
      ],
      sections: [
        {
          title: words('sections.churn'),
          chart: {
            kind: 'bars',
            items: [
              { name: words('risks.low'), value: low },
              { name: words('risks.medium'), value: medium },
              { name: words('risks.high'), value: high },
              { name: words('risks.unscored'), value: unscored },
            ],
          },
          note: words('notes.churn'),
        },
        {
          title: words('sections.top_users'),
          table: {
            columns: titled(
              'users',
              [
                ['user_id', 3.4],
                ['registered_at', 1.4],
                'views',
                ['watch_minutes', 1.1],
                ['completion', 1.2],
                ['last_viewed_at', 1.4],
                ['churn_risk', 1],
              ],
              words,
              // The day says enough.
            ).map((column) => (column.type === 'instant' ? { ...column, type: 'date' } : column)),
            rows: top.map((row) => [
              row.user_id,
              row.registered_at,
              row.views,
              row.minutes,
              row.completion,
              row.last_viewed_at,
              row.risk && words(`risks.${row.risk}`),
            ]),
          },
          note: words('notes.top_users', { count: top.length }),
        },
      ],
    };
  }
}
