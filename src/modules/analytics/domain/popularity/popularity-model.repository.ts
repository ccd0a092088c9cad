import type { CalendarDate } from '../../../../common/kernel/calendar-date';
import type { AgeCurve } from './cold-start';
import type { ForecastModel, TrainingMode } from './forecast-model';

/** A release's model, as it was trained last. */
export interface StoredModel {
  readonly releaseId: string;
  readonly mode: TrainingMode;
  readonly model: ForecastModel;
  readonly trainedAt: Date;
}

/** What the leaderboard adds up: expected views of consecutive days, unrounded. */
export interface Outlook {
  readonly firstDay: CalendarDate;
  readonly views: readonly number[];
}

export interface TrainedModel extends StoredModel {
  /** Null: not for the leaderboard, which knows models of mode `auto` alone. */
  readonly outlook: Outlook | null;
}

export const LEADERBOARD_SORTS = ['predicted_views', 'growth'] as const;
export type LeaderboardSort = (typeof LEADERBOARD_SORTS)[number];

export interface RankedRelease {
  readonly releaseId: string;
  /** Rounded sum over the horizon. */
  readonly predictedViews: number;
  /** Views of as many days up to yesterday. */
  readonly previousViews: number;
  /** (predicted − previous) ÷ previous; null without previous views. */
  readonly growth: number | null;
  readonly modelVersion: string;
  readonly confidenceScore: number;
  readonly trainedAt: Date;
}

export interface LeaderboardCursor {
  /** What the list is sorted by; null: no growth can be told, which comes last. */
  readonly value: number | null;
  readonly releaseId: string;
}

export interface LeaderboardQuery {
  /** The first day that is predicted. */
  readonly firstDay: CalendarDate;
  readonly horizonDays: number;
  readonly sort: LeaderboardSort;
  /** Releases with fewer previous views are left out. */
  readonly minPreviousViews: number;
  readonly after: LeaderboardCursor | null;
  readonly limit: number;
}

/** How good the current models are, over all releases. */
export interface ModelSummary {
  readonly version: string;
  readonly releases: number;
  readonly firstTrainedAt: Date;
  readonly lastTrainedAt: Date;
  /** Releases with views on the days that the backtest held out; the figures below are over them, null without any. */
  readonly backtested: number;
  /** Share, 0…1. */
  readonly beatsSeasonalNaive: number | null;
  readonly medianMase: number | null;
  readonly medianWape: number | null;
  /** Mean share of held-out days inside the band of 80 %. */
  readonly coverage: number | null;
}

/** Models of releases, and the age curves of releases that are too young for one. */
export abstract class PopularityModelRepository {
  abstract find(releaseId: string, mode: TrainingMode): Promise<StoredModel | null>;

  /** Of each release with an outlook the days of history that it was made of. */
  abstract findHistoryDays(releaseIds: readonly string[]): Promise<Map<string, number>>;

  /** Puts models in the place of earlier ones. Each release and mode once. */
  abstract save(models: readonly TrainedModel[]): Promise<void>;

  /** One page of releases with a model, the most first. */
  abstract rank(query: LeaderboardQuery): Promise<RankedRelease[]>;

  /** One row for each version in use. */
  abstract summarise(): Promise<ModelSummary[]>;

  /** The curve of the first of `genres` that has one; `''` stands for all releases. */
  abstract findAgeCurve(genres: readonly string[]): Promise<AgeCurve | null>;

  /** Puts these curves in the place of all earlier ones. */
  abstract replaceAgeCurves(curves: ReadonlyMap<string, AgeCurve>, trainedAt: Date): Promise<void>;
}
