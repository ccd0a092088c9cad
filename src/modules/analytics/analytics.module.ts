import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { AnalyseCohorts } from './application/analyse-cohorts';
import { ListReleases } from './application/list-releases';
import { OutdateAnswers } from './infrastructure/outdate-answers';
import { ReadReleaseViews } from './application/read-release-views';
import { RecordViews } from './application/record-views';
import { UserFacts } from './application/user-facts';
import { AnalyticsV2Repository } from './domain/analytics-v2.repository';
import { PostgresAnalyticsV2Repository } from './infrastructure/postgres/postgres-analytics-v2.repository';
import { CatalogueViewsController } from './presentation/catalogue-views.controller';
import { CohortsController } from './presentation/cohorts.controller';
import { StatusController } from './presentation/status.controller';
import { ViewsController } from './presentation/views.controller';

@Module({
  imports: [IdentityModule, CatalogueModule],
  controllers: [CatalogueViewsController, CohortsController, StatusController, ViewsController],
  providers: [
    AnalyseCohorts,
    ListReleases,
    OutdateAnswers,
    ReadReleaseViews,
    RecordViews,
    UserFacts,
    { provide: AnalyticsV2Repository, useClass: PostgresAnalyticsV2Repository },
  ],
  exports: [AnalyticsV2Repository, RecordViews],
})
export class AnalyticsModule {}
