import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, Repository } from 'typeorm';
import { Database } from '../../../../common/database/database';
import { confidenceScore } from '../../domain/popularity/auto-forecaster';
import type { AgeCurve } from '../../domain/popularity/cold-start';
import type { TrainingMode } from '../../domain/popularity/forecast-model';
import {
  type LeaderboardQuery,
  type ModelSummary,
  PopularityModelRepository,
  type RankedRelease,
  type StoredModel,
  type TrainedModel,
} from '../../domain/popularity/popularity-model.repository';
import {
  type AgeCurveRow,
  AgeCurveSchema,
  type PopularityModelRow,
  PopularityModelSchema,
} from '../popularity-models.schema';
import {
  RANK_RELEASES,
  SAVE_POPULARITY_MODELS,
  SUMMARISE_POPULARITY_MODELS,
} from './queries/popularity-models';

@Injectable()
export class PostgresPopularityModelRepository extends PopularityModelRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(PopularityModelSchema) private readonly models: Repository<PopularityModelRow>,
    @InjectRepository(AgeCurveSchema) private readonly curves: Repository<AgeCurveRow>,
  ) {
    super();
  }

  async find(releaseId: string, mode: TrainingMode): Promise<StoredModel | null> {
    return this.models.findOne({
      where: { releaseId, mode },
      select: { releaseId: true, mode: true, model: true, trainedAt: true },
    });
  }

  async findHistoryDays(releaseIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.models.find({
      where: { releaseId: In([...releaseIds]), mode: 'auto', outlookFrom: Not(IsNull()) },
      select: { releaseId: true, historyDays: true },
    });
    return new Map(rows.map(({ releaseId, historyDays }) => [releaseId, historyDays]));
  }

  async save(models: readonly TrainedModel[]): Promise<void> {
    await this.database.query(SAVE_POPULARITY_MODELS, [
      models.map(({ releaseId }) => releaseId),
      models.map(({ mode }) => mode),
      models.map(({ model }) => model.version),
      models.map(({ model }) => JSON.stringify(model)),
      models.map(({ model }) => model.historyDays),
      models.map(({ model }) => confidenceScore(model.backtest)),
      models.map(({ trainedAt }) => trainedAt.getTime()),
      models.map(({ outlook }) => outlook?.firstDay ?? null),
      models.map(({ outlook }) => JSON.stringify(outlook?.views ?? null)),
    ]);
  }

  async rank(query: LeaderboardQuery): Promise<RankedRelease[]> {
    const rows = await this.database.queryLong<RankedRow>(RANK_RELEASES, [
      query.firstDay,
      query.horizonDays,
      query.sort,
      query.minPreviousViews,
      query.after ? (query.after.value ?? -Infinity) : null,
      query.after?.releaseId ?? null,
      query.limit,
    ]);
    return rows.map((row) => ({
      releaseId: row.release_id,
      predictedViews: row.predicted_views,
      previousViews: row.previous_views,
      growth: row.growth,
      modelVersion: row.version,
      confidenceScore: row.confidence_score,
      trainedAt: row.trained_at,
    }));
  }

  async summarise(): Promise<ModelSummary[]> {
    const rows = await this.database.queryLong<SummaryRow>(SUMMARISE_POPULARITY_MODELS);
    return rows.map((row) => ({
      version: row.version,
      releases: row.releases,
      firstTrainedAt: row.first_trained_at,
      lastTrainedAt: row.last_trained_at,
      backtested: row.backtested,
      beatsSeasonalNaive: row.beats_seasonal_naive,
      medianMase: row.median_mase,
      medianWape: row.median_wape,
      coverage: row.coverage,
    }));
  }

  async findAgeCurve(genres: readonly string[]): Promise<AgeCurve | null> {
    const rows = await this.curves.findBy({ genre: In([...genres]) });
    const found = new Map(rows.map(({ genre, curve }) => [genre, curve]));
    return genres.map((genre) => found.get(genre)).find((curve) => curve !== undefined) ?? null;
  }

  async replaceAgeCurves(curves: ReadonlyMap<string, AgeCurve>, trainedAt: Date): Promise<void> {
    await this.curves.manager.transaction(async (manager) => {
      await manager.deleteAll(AgeCurveSchema);
      await manager.insert(
        AgeCurveSchema,
        [...curves].map(([genre, curve]) => ({ genre, curve, trainedAt })),
      );
    });
  }
}

interface RankedRow {
  release_id: string;
  version: string;
  confidence_score: number;
  trained_at: Date;
  predicted_views: number;
  previous_views: number;
  growth: number | null;
}

interface SummaryRow {
  version: string;
  releases: number;
  first_trained_at: Date;
  last_trained_at: Date;
  backtested: number;
  beats_seasonal_naive: number | null;
  median_mase: number | null;
  median_wape: number | null;
  coverage: number | null;
}
