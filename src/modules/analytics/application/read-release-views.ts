import { Injectable } from '@nestjs/common';
import { addDays, localDate } from '../../../common/kernel/calendar-date';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { ReleaseRepository } from '../../catalogue';
import { AnalyticsV2Repository, type DailyViews } from '../domain/analytics-v2.repository';

export interface ReleaseViews {
  readonly title: string;
  readonly currentViews: number;
  readonly daily: readonly DailyViews[];
}

/** Total views of a release, and its views on each of the last `days` UTC days, today included. */
@Injectable()
export class ReadReleaseViews {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: ReleaseRepository,
    private readonly clock: Clock,
  ) {}

  async execute(releaseId: string, days: number): Promise<ReleaseViews> {
    const [release] = await this.releases.find([releaseId]);
    if (!release) throw new DomainError('not_found', 'release.not_found');
    const today = localDate(this.clock.now(), 'UTC');
    const first = addDays(today, 1 - days);
    const [totals, history] = await Promise.all([
      this.analytics.getCurrentReleaseViews([releaseId]),
      this.analytics.getReleaseHistoricalViews(releaseId, first, today),
    ]);
    const byDay = new Map(history.map((day) => [day.day, day]));
    const daily = Array.from({ length: days }, (_, index) => {
      const day = addDays(first, index);
      return byDay.get(day) ?? { day, views: 0, watchSeconds: 0 };
    });
    return { title: release.title, currentViews: totals.get(releaseId) ?? 0, daily };
  }
}
