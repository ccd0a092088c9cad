export { AnalyticsModule } from './analytics.module';
export { AnalyticsV2Repository } from './domain/analytics-v2.repository';
export type {
  ExposedArmDay,
  ExposedArmSums,
  ExposedUserMetric,
} from './domain/experiments/exposed-user-metrics';
export { AnalyseCohorts, type DatedCohortReport } from './application/analyse-cohorts';
export { ConversionsRecorded, ViewsRecorded } from './domain/events';
export { RecordPayments } from './application/payments/record-payments';
export { PredictPopularity } from './application/popularity/predict-popularity';
export { RankReleases } from './application/popularity/rank-releases';
export { RecordViews } from './application/record-views';
export type { Payment } from './domain/payments/payment';
export { readPayment } from './presentation/read-payment';
export type { ViewEvent } from './domain/view-event';
export { readView } from './presentation/read-view';
