import type { Activity, ConversionCount } from './activity';

interface GatheredRelease {
  views: number;
  watchSeconds: number;
  readonly userIds: Set<string>;
}

/** Adds up what is committed until somebody takes it. */
export class GatheredActivity {
  private releases = new Map<string, GatheredRelease>();
  private conversions = new Map<string, ConversionCount>();
  /** Views and conversions that have been added since the last {@link take}. */
  size = 0;

  addView(releaseId: string, userId: string, watchSeconds: number): void {
    let release = this.releases.get(releaseId);
    if (!release) this.releases.set(releaseId, (release = { views: 0, watchSeconds: 0, userIds: new Set() }));
    release.views++;
    release.watchSeconds += watchSeconds;
    release.userIds.add(userId);
    this.size++;
  }

  addConversions({ testId, variantId, count }: ConversionCount): void {
    const key = `${testId} ${variantId}`;
    const before = this.conversions.get(key)?.count ?? 0;
    this.conversions.set(key, { testId, variantId, count: before + count });
    this.size++;
  }

  take(): Activity {
    const activity = {
      releases: [...this.releases].map(([releaseId, { views, watchSeconds, userIds }]) => ({
        releaseId,
        views,
        watchSeconds,
        userIds: [...userIds],
      })),
      conversions: [...this.conversions.values()],
    };
    this.releases = new Map();
    this.conversions = new Map();
    this.size = 0;
    return activity;
  }
}
