import { Module } from '@nestjs/common';
import { Settings } from '../../common/config/settings';
import { AnalyticsModule } from '../analytics';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { AssignUsers } from './application/assign-users';
import { CreateTest } from './application/create-test';
import { DeleteTest } from './application/delete-test';
import { KnownTests } from './application/known-tests';
import { ReadDailyMetric } from './application/read-daily-metric';
import { ReadScorecard } from './application/read-scorecard';
import { ReadTestMetric } from './application/read-test-metric';
import { RecordExposures } from './application/record-exposures';
import { RecordTestEvents } from './application/record-test-events';
import { TellConversions } from './application/tell-conversions';
import { TestFigures } from './application/test-figures';
import { TestUserData } from './application/test-user-data';
import { UpdateTest } from './application/update-test';
import { AbTestRepository } from './domain/ab-test.repository';
import { AssignmentRepository } from './domain/assignment.repository';
import { Holdout } from './domain/holdout';
import { TestEventRepository } from './domain/test-event.repository';
import { OutdateTestAnswers } from './infrastructure/outdate-test-answers';
import { PostgresAbTestRepository } from './infrastructure/postgres/postgres-ab-test.repository';
import { PostgresAssignmentRepository } from './infrastructure/postgres/postgres-assignment.repository';
import { PostgresTestEventRepository } from './infrastructure/postgres/postgres-test-event.repository';
import { AbTestsController } from './presentation/ab-tests.controller';
import { AssignmentsController } from './presentation/assignments.controller';
import { DailyMetricsController } from './presentation/daily-metrics.controller';
import { RecommendationWords } from './presentation/recommendation-words';
import { ScorecardController } from './presentation/scorecard.controller';
import { TestEventsController } from './presentation/test-events.controller';
import { TestMetricsController } from './presentation/test-metrics.controller';

@Module({
  imports: [IdentityModule, CatalogueModule, AnalyticsModule],
  controllers: [
    AbTestsController,
    AssignmentsController,
    DailyMetricsController,
    ScorecardController,
    TestEventsController,
    TestMetricsController,
  ],
  providers: [
    AssignUsers,
    CreateTest,
    DeleteTest,
    KnownTests,
    OutdateTestAnswers,
    ReadDailyMetric,
    ReadScorecard,
    ReadTestMetric,
    RecommendationWords,
    RecordExposures,
    RecordTestEvents,
    TellConversions,
    TestFigures,
    TestUserData,
    UpdateTest,
    { provide: AbTestRepository, useClass: PostgresAbTestRepository },
    { provide: AssignmentRepository, useClass: PostgresAssignmentRepository },
    { provide: TestEventRepository, useClass: PostgresTestEventRepository },
    {
      provide: Holdout,
      inject: [Settings],
      useFactory: ({ HOLDOUT_SHARE }: Settings): Holdout => ({ share: HOLDOUT_SHARE }),
    },
  ],
  exports: [KnownTests, ReadTestMetric, RecommendationWords],
})
export class ExperimentsModule {}
