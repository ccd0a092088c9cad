import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { EventBus } from '../../../common/kernel/event-bus';
import { ConversionsRecorded, ViewsRecorded } from '../../analytics';
import { ActivityBus } from '../domain/activity-bus';
import { GatheredActivity } from '../domain/gathered-activity';
import { RealtimePace } from '../domain/realtime-pace';

/** More is not gathered, however much comes at once. */
const MOST_GATHERED = 10_000;

/** Passes on what this process commits, without making the ingest wait. Imports are of the past and not passed on. */
@Injectable()
export class RelayActivity implements OnModuleInit, OnApplicationShutdown {
  private readonly gathered = new GatheredActivity();
  private timer: NodeJS.Timeout | undefined;
  private publishedAt = -Infinity;

  constructor(
    private readonly events: EventBus,
    private readonly bus: ActivityBus,
    private readonly pace: RealtimePace,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(ViewsRecorded, ({ views, origin }) => {
      if (origin === 'import') return;
      for (const view of views) this.gathered.addView(view.releaseId, view.userId, view.watchSeconds);
      this.publishSoon();
    });
    this.events.subscribe(ConversionsRecorded, ({ conversions }) => {
      for (const conversion of conversions) this.gathered.addConversions(conversion);
      this.publishSoon();
    });
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private publishSoon(): void {
    if (this.gathered.size >= MOST_GATHERED) return this.publish();
    const wait = this.publishedAt + this.pace.gatherMs - performance.now();
    this.timer ??= setTimeout(() => this.publish(), Math.max(0, wait));
  }

  private publish(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.publishedAt = performance.now();
    if (this.gathered.size > 0) void this.bus.publish(this.gathered.take());
  }
}
