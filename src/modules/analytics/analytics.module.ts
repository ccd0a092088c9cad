import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { AnalyseCohorts } from './application/analyse-cohorts';
import { PoolAgeCurves } from './application/popularity/pool-age-curves';
import { PredictPopularity } from './application/popularity/predict-popularity';
import { RankReleases } from './application/popularity/rank-releases';
import { TrainPopularity } from './application/popularity/train-popularity';
import { ListReleases } from './application/list-releases';
import { OutdateAnswers } from './infrastructure/outdate-answers';
import { ReadReleaseViews } from './application/read-release-views';
import { RecordViews } from './application/record-views';
import { UserFacts } from './application/user-facts';
import { AnalyticsV2Repository } from './domain/analytics-v2.repository';
import { Forecaster } from './domain/popularity/forecaster';
import { PopularityModelRepository } from './domain/popularity/popularity-model.repository';
import { WorkerForecaster } from './infrastructure/forecasting/worker-forecaster';
import { PopularityJobs } from './infrastructure/popularity-jobs';
import { AgeCurveSchema, PopularityModelSchema } from './infrastructure/popularity-models.schema';
import { PostgresPopularityModelRepository } from './infrastructure/postgres/postgres-popularity-model.repository';
import { PostgresAnalyticsV2Repository } from './infrastructure/postgres/postgres-analytics-v2.repository';
import { CatalogueViewsController } from './presentation/catalogue-views.controller';
import { CohortsController } from './presentation/cohorts.controller';
import { PredictionsController } from './presentation/predictions.controller';
import { StatusController } from './presentation/status.controller';
import { ViewsController } from './presentation/views.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([PopularityModelSchema, AgeCurveSchema]),
    IdentityModule,
    CatalogueModule,
  ],
  controllers: [
    CatalogueViewsController,
    CohortsController,
    PredictionsController,
    StatusController,
    ViewsController,
  ],
  providers: [
    AnalyseCohorts,
    ListReleases,
    OutdateAnswers,
    PoolAgeCurves,
    PopularityJobs,
    PredictPopularity,
    RankReleases,
    TrainPopularity,
    ReadReleaseViews,
    RecordViews,
    UserFacts,
    { provide: Forecaster, useClass: WorkerForecaster },
    { provide: PopularityModelRepository, useClass: PostgresPopularityModelRepository },
    { provide: AnalyticsV2Repository, useClass: PostgresAnalyticsV2Repository },
  ],
  exports: [AnalyticsV2Repository, RecordViews],
})
export class AnalyticsModule {}
