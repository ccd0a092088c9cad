import { Injectable } from '@nestjs/common';
import { addDays, type CalendarDate, localDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import { Clock } from '../../../../common/kernel/clock';
import { EventBus } from '../../../../common/kernel/event-bus';
import { ReleaseRepository } from '../../../catalogue';
import { AnalyticsV2Repository } from '../../domain/analytics-v2.repository';
import {
  type AgeCurve,
  COLD_START_DAYS,
  COLD_START_VERSION,
  coldStartForecast,
} from '../../domain/popularity/cold-start';
import { dailySeries, MAX_HISTORY_DAYS } from '../../domain/popularity/daily-series';
import type { ForecastModel } from '../../domain/popularity/forecast-model';
import { Forecaster } from '../../domain/popularity/forecaster';
import {
  PopularityModelRepository,
  type TrainedModel,
} from '../../domain/popularity/popularity-model.repository';
import { isTrainingDue } from '../../domain/popularity/retraining';
import { ModelsTrained } from '../../domain/events';
import { PoolAgeCurves } from './pool-age-curves';

/** Releases that are read and stored together. */
const BATCH = 100;
/** The longest horizon, and days that may go by until the next training. */
const OUTLOOK_DAYS = 90 + 7;
const OUTLOOK_CONFIDENCE = 0.8;

interface TrainingRun {
  /** False: only the releases whose history calls for it. */
  readonly all: boolean;
  readonly signal: AbortSignal;
  /** 0…1 */
  readonly progress: (share: number) => Promise<void>;
}

/** Trains the models of releases and works out their outlooks. May be broken off and begun again at any time. */
@Injectable()
export class TrainPopularity {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly releases: ReleaseRepository,
    private readonly models: PopularityModelRepository,
    private readonly forecaster: Forecaster,
    private readonly ageCurves: PoolAgeCurves,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async execute({ all, signal, ...run }: TrainingRun): Promise<void> {
    const today = localDate(this.clock.now(), 'UTC');
    const viewed = await this.listViewed(addDays(today, -1));
    const due = all ? viewed : await this.findDue(viewed, today);
    if (due.length === 0) return;
    await this.ageCurves.execute(viewed, addDays(today, -1));
    for (let start = 0; start < due.length; start += BATCH) {
      signal.throwIfAborted();
      await this.trainBatch(due.slice(start, start + BATCH), today, signal);
      await run.progress(Math.min(1, (start + BATCH) / due.length));
    }
    await this.events.publish(new ModelsTrained());
  }

  private async listViewed(yesterday: CalendarDate): Promise<ViewedRelease[]> {
    const viewed: ViewedRelease[] = [];
    for (;;) {
      const page = await this.analytics.listViewedReleases(
        yesterday,
        viewed.at(-1)?.releaseId ?? null,
        1_000,
      );
      viewed.push(...page);
      if (page.length < 1_000) return viewed;
    }
  }

  private async findDue(viewed: readonly ViewedRelease[], today: CalendarDate): Promise<ViewedRelease[]> {
    const trainedOn = await this.models.findHistoryDays(viewed.map(({ releaseId }) => releaseId));
    return viewed.filter(({ releaseId, firstDay }) => {
      const days = Math.min(MAX_HISTORY_DAYS, toDayNumber(today) - toDayNumber(firstDay));
      return isTrainingDue(days, trainedOn.get(releaseId));
    });
  }

  private async trainBatch(
    batch: readonly ViewedRelease[],
    today: CalendarDate,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = batch.map(({ releaseId }) => releaseId);
    const [histories, releases] = await Promise.all([
      this.analytics.getViewHistories(ids, addDays(today, -MAX_HISTORY_DAYS), addDays(today, -1)),
      this.releases.find(ids),
    ]);
    const genresOf = new Map(releases.map(({ id, genres }) => [id, genres]));
    const trained: TrainedModel[] = [];
    for (const releaseId of ids) {
      signal.throwIfAborted();
      const { views } = dailySeries(histories.get(releaseId), addDays(today, -1));
      const { model, outlook } = await this.train(views, genresOf.get(releaseId) ?? []);
      trained.push({
        releaseId,
        mode: 'auto',
        model,
        trainedAt: this.clock.now(),
        // The first forecast is of today, whose views are partly known and are nobody's outlook.
        outlook: { firstDay: addDays(today, 1), views: outlook.slice(1) },
      });
    }
    await this.models.save(trained);
  }

  private async train(
    views: readonly number[],
    genres: readonly string[],
  ): Promise<{ model: ForecastModel; outlook: readonly number[] }> {
    const days = OUTLOOK_DAYS + 1;
    if (views.length < COLD_START_DAYS) {
      const curve: AgeCurve | null = await this.models.findAgeCurve([...genres, '']);
      const { point } = coldStartForecast(views, curve, days, OUTLOOK_CONFIDENCE);
      return { model: coldStartModel(views.length), outlook: point };
    }
    const model = await this.forecaster.train(views, 'auto');
    const { point } = await this.forecaster.forecast(model, views, days, OUTLOOK_CONFIDENCE);
    return { model, outlook: point };
  }
}

export interface ViewedRelease {
  readonly releaseId: string;
  readonly firstDay: CalendarDate;
}

/** Stands in the list of models for a release that has none of its own yet. */
function coldStartModel(historyDays: number): ForecastModel {
  return { version: COLD_START_VERSION, methods: [], historyDays, backtest: null, residuals: [] };
}
