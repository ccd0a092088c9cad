import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import { Clock } from '../../../../common/kernel/clock';
import { COLUMNS } from '../../domain/columns';
import type { ReportType } from '../../domain/report';
import { type ReportData, type ReportQuery, ReportSource } from '../../domain/report-source';
import { AbTestReport } from './ab-test-report';
import { CohortsReport } from './cohorts-report';
import { PopularityReport } from './popularity-report';
import type { ReportBuilder } from './report-builder';
import { UsersReport } from './users-report';
import { ViewsReport } from './views-report';

/** Use cases of other modules that are called within the snapshot read it too: they share the context's connection. */
@Injectable()
export class PostgresReportSource extends ReportSource {
  private readonly builders: Record<ReportType, ReportBuilder>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    views: ViewsReport,
    cohorts: CohortsReport,
    popularity: PopularityReport,
    users: UsersReport,
    abTest: AbTestReport,
  ) {
    super();
    this.builders = { views, cohorts, popularity, users, ab_test: abTest };
  }

  open<T>(query: ReportQuery, signal: AbortSignal, use: (data: ReportData) => Promise<T>): Promise<T> {
    return this.database.snapshot(signal, async (client) => {
      // The snapshot is taken by the first statement, right after it.
      const snapshotAt = this.clock.now();
      const data = await this.builders[query.reportType].build(query, client);
      return use({ ...data, snapshotAt, columns: COLUMNS[query.reportType] });
    });
  }
}
