import { Injectable } from '@nestjs/common';
import { addDays, type CalendarDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { ReleaseRepository } from '../../../catalogue';
import { AnalyticsV2Repository, type ViewHistory } from '../../domain/analytics-v2.repository';
import { type AgeCurve, COLD_START_DAYS, CURVE_DAYS, poolAgeCurve } from '../../domain/popularity/cold-start';
import { PopularityModelRepository } from '../../domain/popularity/popularity-model.repository';

/** The latest releases say most of the next one, and so many are enough. */
const POOLED_RELEASES = 2_000;
const BATCH = 200;

/** How releases usually begin, for each genre and for all of them (''). */
@Injectable()
export class PoolAgeCurves {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: ReleaseRepository,
    private readonly models: PopularityModelRepository,
    private readonly clock: Clock,
  ) {}

  /** `viewed` are all releases with views and the days of their first. */
  async execute(
    viewed: readonly { releaseId: string; firstDay: CalendarDate }[],
    yesterday: CalendarDate,
  ): Promise<void> {
    const latest = viewed
      .filter(({ firstDay }) => addDays(firstDay, COLD_START_DAYS) <= yesterday)
      .sort((a, b) => b.firstDay.localeCompare(a.firstDay))
      .slice(0, POOLED_RELEASES)
      .map(({ releaseId }) => releaseId);
    const pools = new Map<string, number[][]>();
    for (let start = 0; start < latest.length; start += BATCH) {
      const ids = latest.slice(start, start + BATCH);
      const [histories, releases] = await Promise.all([
        this.analytics.getViewHistories(ids, '0001-01-01', yesterday),
        this.releases.find(ids),
      ]);
      for (const { id, genres } of releases) {
        const days = firstDays(histories.get(id)!, yesterday);
        for (const genre of ['', ...genres]) {
          if (!pools.has(genre)) pools.set(genre, []);
          pools.get(genre)!.push(days);
        }
      }
    }
    const curves = new Map<string, AgeCurve>();
    for (const [genre, histories] of pools) {
      const curve = poolAgeCurve(histories);
      if (curve) curves.set(genre, curve);
    }
    await this.models.replaceAgeCurves(curves, this.clock.now());
  }
}

/** Views by age, as far as a curve looks and the days have come. */
function firstDays({ firstDay, daily }: ViewHistory, yesterday: CalendarDate): number[] {
  const first = toDayNumber(firstDay);
  const views = new Array<number>(Math.min(CURVE_DAYS, toDayNumber(yesterday) - first + 1)).fill(0);
  for (const { day, views: count } of daily) {
    const age = toDayNumber(day) - first;
    if (age < views.length) views[age] = count;
  }
  return views;
}
