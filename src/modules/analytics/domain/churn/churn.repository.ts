import type { ChurnModel } from './churn-model';
import type { ChurnAssessment, ChurnReason, ChurnRisk } from './churn-risk';

export interface ChurnScore extends ChurnAssessment {
  readonly userId: string;
  /** Views that it was made of. */
  readonly views: number;
  readonly scoredAt: Date;
}

export const AT_RISK_SORTS = ['churn_probability', 'last_activity', 'total_views'] as const;
export type AtRiskSort = (typeof AT_RISK_SORTS)[number];

/** What a list of viewers is sorted by, and the last id of the page before. */
export interface AtRiskCursor {
  /** A probability, a number of views, or milliseconds since 1970; null: never active, which comes last. */
  readonly value: number | null;
  readonly userId: string;
}

export interface AtRiskQuery {
  /** Null: any. */
  readonly risk: ChurnRisk | null;
  /** The most probable, the last active, or the ones with the most views first. */
  readonly sort: AtRiskSort;
  readonly after: AtRiskCursor | null;
  readonly limit: number;
}

export interface ScoredViewer {
  readonly userId: string;
  readonly registeredAt: Date;
  readonly lastViewedAt: Date | null;
  readonly views: number;
  readonly probability: number;
  readonly risk: ChurnRisk;
  readonly reasons: readonly ChurnReason[];
  readonly modelVersion: string;
  readonly scoredAt: Date;
}

/** The model of who leaves, and what it says of each viewer. */
export abstract class ChurnRepository {
  abstract findModel(): Promise<ChurnModel | null>;

  abstract saveModel(model: ChurnModel): Promise<void>;

  /** Puts scores in the place of earlier ones; those of users who are not there any more are dropped. */
  abstract saveScores(scores: readonly ChurnScore[]): Promise<void>;

  /** The next analysed users after `after`, by id, who have no score yet or have changed since. */
  abstract listUnscored(after: string | null, limit: number): Promise<string[]>;

  abstract listScored(query: AtRiskQuery): Promise<ScoredViewer[]>;
}
