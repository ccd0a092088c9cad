import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { answeredWithin } from '../../../common/kernel/answered-within';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { AnalyticsV2Repository } from '../../analytics';
import type { Activity } from '../domain/activity';
import { ActivityBus, type BusListener } from '../domain/activity-bus';
import { type Figures, LiveWindow, type MinuteFigures, WINDOW_MINUTES } from '../domain/live-window';
import { ReleaseTitles } from './release-titles';

/** A subscriber waits so long for the first reading. */
const PATIENCE_MS = 2_000;
const TRY_AGAIN_MS = 1_000;
/** What arrives while the database is read may be in the answer or not: read again, once it has surely been told of. */
const SETTLE_MS = 300;
const MOST_READINGS = 3;
/** Titles of so many releases are looked up after a reading. */
const TITLES_AT_HAND = 100;

export interface TitledFigures extends Figures {
  readonly topReleases: readonly {
    readonly releaseId: string;
    readonly title: string | null;
    readonly views: number;
  }[];
}

/** Null: everything may have changed. */
export type ChangeListener = (activity: Activity | null) => void;

/** What is going on now, as this process has heard of it. */
@Injectable()
export class LiveMetrics implements BusListener, OnApplicationShutdown {
  private readonly logger = new Logger(LiveMetrics.name);
  private readonly listeners: ChangeListener[] = [];
  private window = new LiveWindow();
  private reading: Promise<void> | null = null;
  /** Since the reading under way began. */
  private heardSince = false;
  private missedSince = false;
  private isReady = false;
  private stopped = false;

  constructor(
    private readonly bus: ActivityBus,
    private readonly analytics: AnalyticsV2Repository,
    private readonly titles: ReleaseTitles,
    private readonly clock: Clock,
  ) {}

  /** From now on until the application shuts down. */
  start(): void {
    this.bus.listen(this);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  /** Whether nothing is known to be missing. */
  get isComplete(): boolean {
    return this.isReady && !this.reading;
  }

  onChange(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  heard(activity: Activity): void {
    this.heardSince = true;
    const now = this.now();
    this.window.fold(activity, now, now);
    const unread = topIdsOf(this.window.figures(null, now)).filter((id) => this.titles.of(id) === null);
    if (unread.length === 0) this.tell(activity);
    else void this.titles.learn(unread).then(() => this.tell(activity));
  }

  missed(): void {
    this.missedSince = true;
    this.reading ??= this.read();
  }

  /** Throws `realtime.not_ready` when the database could not be read yet; titles are at hand afterwards. */
  async prepare(releaseIds: readonly string[] | null): Promise<void> {
    if (!this.isReady)
      await answeredWithin(PATIENCE_MS, this.reading ?? Promise.resolve()).catch(() => undefined);
    if (!this.isReady) throw new DomainError('unavailable', 'realtime.not_ready');
    await this.titles.learn(releaseIds ?? topIdsOf(this.window.figures(null, this.now())));
  }

  /** What has arrived of the given releases, or of all. */
  figures(releaseIds: readonly string[] | null): TitledFigures {
    const figures = this.window.figures(releaseIds, this.now());
    const topIds = topIdsOf(figures);
    void this.titles.learn(topIds);
    return {
      ...figures,
      topReleases: figures.topReleases.map((top) => ({ ...top, title: this.titles.of(top.releaseId) })),
    };
  }

  byMinute(releaseIds: readonly string[] | null): MinuteFigures[] {
    return this.window.byMinute(releaseIds, this.now());
  }

  /** Again and again until it succeeds and nothing has been missed since. */
  private async read(): Promise<void> {
    while (this.missedSince && !this.stopped) {
      this.missedSince = false;
      try {
        await this.readSettled();
        this.isReady = true;
        this.tell(null);
      } catch (error) {
        this.missedSince = true;
        if (this.stopped) return;
        this.logger.warn({ err: error }, 'The last half hour could not be read');
        await pause(TRY_AGAIN_MS);
      }
    }
    this.reading = null;
  }

  private async readSettled(): Promise<void> {
    for (let reading = 1; ; reading++) {
      this.heardSince = false;
      const now = this.now();
      const arrivals = await this.analytics.getRecentArrivals(new Date(now), WINDOW_MINUTES);
      if (this.heardSince && reading < MOST_READINGS) {
        await pause(SETTLE_MS);
        continue;
      }
      const window = new LiveWindow();
      for (const { at, ...release } of arrivals)
        window.fold({ releases: [release], conversions: [] }, at.getTime(), now);
      window.keepConversions(this.window, now);
      this.window = window;
      const releaseIds = new Set(arrivals.map(({ releaseId }) => releaseId).reverse());
      await this.titles.learn([...releaseIds].slice(0, TITLES_AT_HAND));
      return;
    }
  }

  private tell(activity: Activity | null): void {
    for (const listener of this.listeners) listener(activity);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const topIdsOf = ({ topReleases }: Figures) => topReleases.map(({ releaseId }) => releaseId);

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
