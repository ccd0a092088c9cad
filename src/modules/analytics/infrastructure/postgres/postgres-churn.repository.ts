import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import type { ChurnModel } from '../../domain/churn/churn-model';
import type { ChurnReason, ChurnRisk } from '../../domain/churn/churn-risk';
import {
  type AtRiskQuery,
  ChurnRepository,
  type ChurnScore,
  type ScoredViewer,
} from '../../domain/churn/churn.repository';
import { LIST_UNSCORED, listScored, SAVE_CHURN_SCORES, type ScoredViewerRow } from './queries/churn-scores';
import { ViewerModels } from './viewer-models';

@Injectable()
export class PostgresChurnRepository extends ChurnRepository {
  constructor(
    private readonly database: Database,
    private readonly models: ViewerModels,
  ) {
    super();
  }

  async findModel(): Promise<ChurnModel | null> {
    const [row] = await this.models.list('churn');
    return row ? { ...(row.model as Omit<ChurnModel, 'trainedAt'>), trainedAt: row.trainedAt } : null;
  }

  async saveModel({ trainedAt, ...model }: ChurnModel): Promise<void> {
    await this.models.save({ purpose: 'churn', variant: '', model, trainedAt });
  }

  async saveScores(scores: readonly ChurnScore[]): Promise<void> {
    await this.database.query(SAVE_CHURN_SCORES, [
      scores.map(({ userId }) => userId),
      scores.map(({ probability }) => probability),
      scores.map(({ risk }) => risk),
      scores.map(({ reasons }) => JSON.stringify(reasons)),
      scores.map(({ modelVersion }) => modelVersion),
      scores.map(({ views }) => views),
      scores.map(({ scoredAt }) => scoredAt.getTime()),
    ]);
  }

  async listUnscored(after: string | null, limit: number): Promise<string[]> {
    const rows = await this.database.queryLong<{ user_id: string }>(LIST_UNSCORED, [after, limit]);
    return rows.map((row) => row.user_id);
  }

  async listScored({ risk, sort, after, limit }: AtRiskQuery): Promise<ScoredViewer[]> {
    const rows = await this.database.queryLong<ScoredViewerRow>(listScored(sort), [
      risk,
      after && (after.value ?? -Infinity),
      after?.userId ?? null,
      limit,
    ]);
    return rows.map((row) => ({
      userId: row.user_id,
      registeredAt: row.registered_at,
      lastViewedAt: row.last_viewed_at,
      views: row.views,
      probability: row.probability,
      risk: row.risk as ChurnRisk,
      reasons: row.reasons as ChurnReason[],
      modelVersion: row.model_version,
      scoredAt: row.scored_at,
    }));
  }
}
