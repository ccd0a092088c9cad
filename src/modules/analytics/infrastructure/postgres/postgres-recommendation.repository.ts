import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import {
  type RecommendationModel,
  RecommendationRepository,
  type ReleaseNeighbours,
} from '../../domain/recommendations/recommendation.repository';
import { DROP_OLD_NEIGHBOURS, FIND_NEIGHBOURS, SAVE_NEIGHBOURS } from './queries/release-neighbours';
import { ViewerModels } from './viewer-models';

@Injectable()
export class PostgresRecommendationRepository extends RecommendationRepository {
  constructor(
    private readonly database: Database,
    private readonly models: ViewerModels,
  ) {
    super();
  }

  async findNeighbours(releaseIds: readonly string[]): Promise<ReleaseNeighbours[]> {
    const rows = await this.database.query<{
      release_id: string;
      neighbours: string[];
      similarities: number[];
    }>(FIND_NEIGHBOURS, [releaseIds]);
    return rows.map(({ release_id, neighbours, similarities }) => ({
      releaseId: release_id,
      neighbours: neighbours.map((releaseId, index) => ({ releaseId, similarity: similarities[index]! })),
    }));
  }

  async saveNeighbours(rows: readonly ReleaseNeighbours[], trainedAt: Date): Promise<void> {
    await this.database.query(SAVE_NEIGHBOURS, [
      rows.map(({ releaseId }) => releaseId),
      rows.map(({ neighbours }) => JSON.stringify(neighbours.map(({ releaseId }) => releaseId))),
      rows.map(({ neighbours }) => JSON.stringify(neighbours.map(({ similarity }) => similarity))),
      trainedAt.getTime(),
    ]);
  }

  async dropNeighboursBefore(trainedAt: Date): Promise<void> {
    await this.database.query(DROP_OLD_NEIGHBOURS, [trainedAt]);
  }

  async findModel(): Promise<RecommendationModel | null> {
    const [row] = await this.models.list('recommendations');
    return row
      ? { ...(row.model as Omit<RecommendationModel, 'trainedAt'>), trainedAt: row.trainedAt }
      : null;
  }

  async saveModel({ trainedAt, ...model }: RecommendationModel): Promise<void> {
    await this.models.save({ purpose: 'recommendations', variant: '', model, trainedAt });
  }
}
