import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { AnalyseCohorts } from './application/analyse-cohorts';
import { RecordPayments } from './application/payments/record-payments';
import { TrainLifetimeValue } from './application/payments/train-lifetime-value';
import { PoolAgeCurves } from './application/popularity/pool-age-curves';
import { PredictPopularity } from './application/popularity/predict-popularity';
import { RankReleases } from './application/popularity/rank-releases';
import { TrainPopularity } from './application/popularity/train-popularity';
import { ListReleases } from './application/list-releases';
import { CohortJobs } from './infrastructure/cohort-jobs';
import { OutdateAnswers } from './infrastructure/outdate-answers';
import { ReadReleaseViews } from './application/read-release-views';
import { RecordViews } from './application/record-views';
import { UserFacts } from './application/user-facts';
import { LearnViewers } from './application/viewers/learn-viewers';
import { ListViewersAtRisk } from './application/viewers/list-viewers-at-risk';
import { ReadViewerAnalytics } from './application/viewers/read-viewer-analytics';
import { RecommendReleases } from './application/viewers/recommend-releases';
import { ScoreViewers } from './application/viewers/score-viewers';
import { TrainChurn } from './application/viewers/train-churn';
import { TrainRecommendations } from './application/viewers/train-recommendations';
import { AnalyticsV2Repository } from './domain/analytics-v2.repository';
import { ChurnRepository } from './domain/churn/churn.repository';
import { ModelTrainer } from './domain/model-trainer';
import { PaymentRepository } from './domain/payments/payment.repository';
import { RecommendationRepository } from './domain/recommendations/recommendation.repository';
import { Forecaster } from './domain/popularity/forecaster';
import { PopularityModelRepository } from './domain/popularity/popularity-model.repository';
import { WorkerForecaster } from './infrastructure/forecasting/worker-forecaster';
import { PopularityJobs } from './infrastructure/popularity-jobs';
import { AgeCurveSchema, PopularityModelSchema } from './infrastructure/popularity-models.schema';
import { CohortCalendarKeeper } from './infrastructure/postgres/cohort-calendar-keeper';
import { PostgresChurnRepository } from './infrastructure/postgres/postgres-churn.repository';
import { PostgresPaymentRepository } from './infrastructure/postgres/postgres-payment.repository';
import { PostgresRecommendationRepository } from './infrastructure/postgres/postgres-recommendation.repository';
import { ViewerModels } from './infrastructure/postgres/viewer-models';
import { WorkerModelTrainer } from './infrastructure/training/worker-model-trainer';
import { ViewerJobs } from './infrastructure/viewer-jobs';
import { ViewerModelSchema } from './infrastructure/viewers.schema';
import { PostgresPopularityModelRepository } from './infrastructure/postgres/postgres-popularity-model.repository';
import { PostgresAnalyticsV2Repository } from './infrastructure/postgres/postgres-analytics-v2.repository';
import { CatalogueViewsController } from './presentation/catalogue-views.controller';
import { CohortsController } from './presentation/cohorts.controller';
import { ModelsController } from './presentation/models.controller';
import { PaymentsController } from './presentation/payments.controller';
import { PredictionsController } from './presentation/predictions.controller';
import { StatusController } from './presentation/status.controller';
import { ViewersController } from './presentation/viewers.controller';
import { ViewsController } from './presentation/views.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([PopularityModelSchema, AgeCurveSchema, ViewerModelSchema]),
    IdentityModule,
    CatalogueModule,
  ],
  controllers: [
    CatalogueViewsController,
    CohortsController,
    ModelsController,
    PaymentsController,
    PredictionsController,
    StatusController,
    ViewersController,
    ViewsController,
  ],
  providers: [
    AnalyseCohorts,
    CohortCalendarKeeper,
    CohortJobs,
    LearnViewers,
    ListReleases,
    ListViewersAtRisk,
    OutdateAnswers,
    PoolAgeCurves,
    PopularityJobs,
    PredictPopularity,
    RankReleases,
    ReadReleaseViews,
    ReadViewerAnalytics,
    RecommendReleases,
    RecordPayments,
    RecordViews,
    ScoreViewers,
    TrainChurn,
    TrainLifetimeValue,
    TrainPopularity,
    TrainRecommendations,
    UserFacts,
    ViewerJobs,
    ViewerModels,
    { provide: ChurnRepository, useClass: PostgresChurnRepository },
    { provide: ModelTrainer, useClass: WorkerModelTrainer },
    { provide: PaymentRepository, useClass: PostgresPaymentRepository },
    { provide: RecommendationRepository, useClass: PostgresRecommendationRepository },
    { provide: Forecaster, useClass: WorkerForecaster },
    { provide: PopularityModelRepository, useClass: PostgresPopularityModelRepository },
    { provide: AnalyticsV2Repository, useClass: PostgresAnalyticsV2Repository },
  ],
  exports: [
    AnalyseCohorts,
    AnalyticsV2Repository,
    PredictPopularity,
    RankReleases,
    RecordPayments,
    RecordViews,
  ],
})
export class AnalyticsModule {}
