export interface Neighbour {
  readonly releaseId: string;
  /** 0…1, the more the nearer. */
  readonly similarity: number;
}

export interface ReleaseNeighbours {
  readonly releaseId: string;
  /** The nearest first. */
  readonly neighbours: readonly Neighbour[];
}

export interface RecommendationModel {
  /** Releases by their recent views, the most first. */
  readonly popular: readonly string[];
  /** What the neighbours were learned from. */
  readonly releases: number;
  readonly viewers: number;
  readonly pairs: number;
  readonly trainedAt: Date;
}

/** Which releases are watched by the same people. */
export abstract class RecommendationRepository {
  abstract findNeighbours(releaseIds: readonly string[]): Promise<ReleaseNeighbours[]>;

  /** Puts neighbours in the place of earlier ones. */
  abstract saveNeighbours(rows: readonly ReleaseNeighbours[], trainedAt: Date): Promise<void>;

  /** Forgets the neighbours of releases that the training at `trainedAt` knew nothing of. */
  abstract dropNeighboursBefore(trainedAt: Date): Promise<void>;

  abstract findModel(): Promise<RecommendationModel | null>;

  abstract saveModel(model: RecommendationModel): Promise<void>;
}
