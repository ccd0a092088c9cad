import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Cohort = Schemas['CohortDto'];
export type RetentionWeek = Schemas['RetentionWeekDto'];
export type Prediction = Schemas['PopularityPredictionDto'];
export type ReleaseViews = Schemas['ReleaseViewsDto'];
export type RankedRelease = Schemas['RankedReleaseDto'];
export type ViewerAtRisk = Schemas['ViewerAtRiskDto'];
export type ViewerAnalytics = Schemas['ViewerAnalyticsDto'];
export type ChurnModel = Schemas['ChurnModelDto'];
export type ModelList = Schemas['ModelListDto'];
export type Status = Schemas['StatusDto'];
export type ApiKey = Schemas['ApiKeyDto'];
export type Experiment = Schemas['AbTestDto'];
export type ExperimentResults = Schemas['TestMetricsDto'];
export type ExperimentDay = Schemas['DailyMetricsDayDto'];
export type CreateExperiment = Schemas['CreateTestDto'];
export type Export = Schemas['ExportDto'];
export type Schedule = Schemas['ScheduleDto'];
