export { AnalyticsModule } from './analytics.module';
export { AnalyticsV2Repository } from './domain/analytics-v2.repository';
export { RecordViews } from './application/record-views';
export type { ViewEvent } from './domain/view-event';
export { readView } from './presentation/read-view';
