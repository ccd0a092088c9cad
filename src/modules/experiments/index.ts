export { ExperimentsModule } from './experiments.module';
export { KnownTests } from './application/known-tests';
export { type MetricReport, ReadTestMetric } from './application/read-test-metric';
export { RecommendationWords } from './presentation/recommendation-words';
