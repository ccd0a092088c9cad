import { EntitySchema } from 'typeorm';
import type { AgeCurve } from '../domain/popularity/cold-start';
import type { ForecastModel, TrainingMode } from '../domain/popularity/forecast-model';

export interface PopularityModelRow {
  releaseId: string;
  mode: TrainingMode;
  version: string;
  model: ForecastModel;
  historyDays: number;
  confidenceScore: number;
  trainedAt: Date;
  outlookFrom: string | null;
  outlook: number[] | null;
}

export const PopularityModelSchema = new EntitySchema<PopularityModelRow>({
  name: 'PopularityModel',
  tableName: 'popularity_models',
  columns: {
    releaseId: {
      name: 'release_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'popularity_models_pkey',
    },
    mode: { type: 'text', primary: true, primaryKeyConstraintName: 'popularity_models_pkey' },
    version: { type: 'text' },
    model: { type: 'jsonb' },
    historyDays: { name: 'history_days', type: 'integer' },
    confidenceScore: { name: 'confidence_score', type: 'double precision' },
    trainedAt: { name: 'trained_at', type: 'timestamptz', precision: 3 },
    outlookFrom: { name: 'outlook_from', type: 'date', nullable: true },
    outlook: { type: 'double precision', array: true, nullable: true },
  },
});

export interface AgeCurveRow {
  /** Empty: all releases. */
  genre: string;
  curve: AgeCurve;
  trainedAt: Date;
}

export const AgeCurveSchema = new EntitySchema<AgeCurveRow>({
  name: 'PopularityAgeCurve',
  tableName: 'popularity_age_curves',
  columns: {
    genre: { type: 'text', primary: true, primaryKeyConstraintName: 'popularity_age_curves_pkey' },
    curve: { type: 'jsonb' },
    trainedAt: { name: 'trained_at', type: 'timestamptz', precision: 3 },
  },
});
