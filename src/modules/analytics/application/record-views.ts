import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import { Clock } from '../../../common/kernel/clock';
import { EventBus } from '../../../common/kernel/event-bus';
import { KnownReleases } from '../../catalogue';
import { AnalyticsV2Repository } from '../domain/analytics-v2.repository';
import { type ViewOrigin, ViewsRecorded } from '../domain/events';
import type { ViewEvent } from '../domain/view-event';

/** Clocks of players run ahead a little; more than this is a mistake. */
export const MAX_LEAD_MS = 5 * 60_000;

/** Takes view events, each accepted, known already or rejected by itself; resolves after the commit. */
@Injectable()
export class RecordViews {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: KnownReleases,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async execute(events: readonly ViewEvent[], origin: ViewOrigin = 'live'): Promise<ItemOutcome[]> {
    const latest = this.clock.now().getTime() + MAX_LEAD_MS;
    const unknown = await this.releases.findUnknown(events.map((event) => event.releaseId));
    const rejections = events.map((event): ItemOutcome | null => {
      if (event.viewedAt.getTime() > latest) return { code: 'event.in_future' };
      return unknown.has(event.releaseId) ? { code: 'release.unknown' } : null;
    });
    const valid = events.filter((_, index) => rejections[index] === null);
    const recorded = await this.analytics.recordViews(valid);
    const accepted = valid.filter((_, index) => recorded[index] === 'accepted');
    if (accepted.length > 0) await this.events.publish(new ViewsRecorded(accepted, origin));
    let next = 0;
    return rejections.map((rejection) => rejection ?? recorded[next++]!);
  }
}
