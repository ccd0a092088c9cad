import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/kernel/clock';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import type { BgNbdParameters } from '../../domain/churn/bg-nbd';
import { assessChurn } from '../../domain/churn/churn-risk';
import { ChurnRepository } from '../../domain/churn/churn.repository';

/** Viewers that are read and stored together. */
const BATCH = 1_000;

/** Says of viewers how probable it is that they have left. May be broken off and begun again at any time. */
@Injectable()
export class ScoreViewers {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly churn: ChurnRepository,
    private readonly clock: Clock,
  ) {}

  /** All viewers, as time alone changes what is said of them; or those who are new or have watched something since. */
  async execute(model: BgNbdParameters | null, all: boolean, signal: AbortSignal): Promise<number> {
    let after: string | null = null;
    for (let scored = 0; ;) {
      signal.throwIfAborted();
      const userIds: string[] = all
        ? await this.analytics.listViewers(after, BATCH)
        : await this.churn.listUnscored(after, BATCH);
      await this.score(userIds, model);
      scored += userIds.length;
      if (userIds.length < BATCH) return scored;
      after = userIds.at(-1)!;
    }
  }

  private async score(userIds: readonly string[], model: BgNbdParameters | null): Promise<void> {
    const now = this.clock.now();
    const viewers = await this.analytics.getViewerActivity(userIds, now);
    await this.churn.saveScores(
      viewers.map((viewer) => ({
        ...assessChurn(viewer, model, now),
        userId: viewer.userId,
        views: viewer.views,
        scoredAt: now,
      })),
    );
  }
}
