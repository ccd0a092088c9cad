import { Injectable } from '@nestjs/common';
import { addDays, localDate } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import { ModelTrainer } from '../../domain/model-trainer';
import type { ItemNeighbours } from '../../domain/recommendations/item-neighbours';
import {
  RecommendationRepository,
  type ReleaseNeighbours,
} from '../../domain/recommendations/recommendation.repository';
import { MAX_VIEWER_ITEMS } from '../../domain/recommendations/viewer-items';
import { WatchMatrix } from '../../domain/recommendations/watch-matrix';

/** Viewers that are read together, and releases that are stored together. */
const VIEWERS_PER_PAGE = 1_000;
const RELEASES_PER_WRITE = 500;

/** What is popular: the views of so many days, and how many releases are kept. */
const POPULAR_DAYS = 28;
const POPULAR_RELEASES = 500;

/**
 * Learns anew which releases are watched by the same people. Takes the last {@link MAX_VIEWER_ITEMS} of every analysed
 * viewer; old neighbours serve until the new ones are there.
 */
@Injectable()
export class TrainRecommendations {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly recommendations: RecommendationRepository,
    private readonly trainer: ModelTrainer,
    private readonly clock: Clock,
  ) {}

  async execute(signal: AbortSignal): Promise<void> {
    const trainedAt = this.clock.now();
    const matrix = await this.readMatrix(signal);
    const { viewers, pairs, releaseIds } = matrix;
    // For nothing no thread need start.
    if (viewers > 0) await this.learn(matrix, trainedAt, signal);
    await this.recommendations.dropNeighboursBefore(trainedAt);
    const from = addDays(localDate(trainedAt, 'UTC'), -POPULAR_DAYS);
    const popular = await this.analytics.getPopularReleases(from, POPULAR_RELEASES);
    await this.recommendations.saveModel({
      popular,
      releases: releaseIds.length,
      viewers,
      pairs,
      trainedAt,
    });
  }

  private async learn(matrix: WatchMatrix, trainedAt: Date, signal: AbortSignal): Promise<void> {
    const { releaseIds } = matrix;
    const found = await this.trainer.findItemNeighbours(matrix.toViewerItems(), signal);
    for (let start = 0; start < releaseIds.length; start += RELEASES_PER_WRITE) {
      signal.throwIfAborted();
      const end = Math.min(releaseIds.length, start + RELEASES_PER_WRITE);
      await this.recommendations.saveNeighbours(rowsOf(found, releaseIds, start, end), trainedAt);
    }
  }

  private async readMatrix(signal: AbortSignal): Promise<WatchMatrix> {
    const matrix = new WatchMatrix();
    for (let after: string | null = null; ;) {
      signal.throwIfAborted();
      const page: string[] = await this.analytics.listViewers(after, VIEWERS_PER_PAGE);
      const watched = await this.analytics.getWatchedReleases(page, MAX_VIEWER_ITEMS);
      for (const releases of watched.values()) matrix.add(releases);
      if (page.length < VIEWERS_PER_PAGE) return matrix;
      after = page.at(-1)!;
    }
  }
}

function rowsOf(
  { offsets, items, similarities }: ItemNeighbours,
  releaseIds: readonly string[],
  start: number,
  end: number,
): ReleaseNeighbours[] {
  return releaseIds.slice(start, end).map((releaseId, index) => {
    const [from, to] = [offsets[start + index]!, offsets[start + index + 1]!];
    const neighbours = Array.from(items.subarray(from, to), (item, at) => ({
      releaseId: releaseIds[item]!,
      similarity: similarities[from + at]!,
    }));
    return { releaseId, neighbours };
  });
}
