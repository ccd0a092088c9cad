import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { AnalyticsV2Repository, type ViewEvent } from '../../analytics';
import type { DatasetSource } from '../domain/dataset-source';
import { shiftSource } from '../domain/shifted-source';

/**
 * Moves a data set so that its last view is now. A set that has been loaded before keeps the move of its first
 * load, which the stored time of that last view tells: so loading it again adds nothing.
 */
@Injectable()
export class ShiftToNow {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly clock: Clock,
  ) {}

  /** Reads all views once to find the last one. */
  async execute(source: DatasetSource): Promise<DatasetSource> {
    let last: ViewEvent | undefined;
    for await (const { records } of source.views()) {
      for (const record of records) {
        if ('value' in record && (!last || record.value.viewedAt > last.viewedAt)) last = record.value;
      }
    }
    if (!last) return source;
    const target = (await this.analytics.getViewTime(last.eventId)) ?? this.clock.now();
    return shiftSource(source, target.getTime() - last.viewedAt.getTime());
  }
}
