import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { extname, join } from 'node:path';
import { Piscina } from 'piscina';
import { THREAD_ENVIRONMENT } from '../../../../common/config/thread-environment';
import type { Forecast, ForecastModel, TrainingMode } from '../../domain/popularity/forecast-model';
import { Forecaster } from '../../domain/popularity/forecaster';
import type { ForecastTask } from './forecast-worker';

const LONGEST_TASK_MS = 10_000;
/** More than that waiting is refused: nobody would wait for them either. */
const MAX_WAITING = 500;
/** The thread, and its some 30 MB, goes when nothing has been asked for so long. */
const IDLE_MS = 30_000;

/** Trains and forecasts in one thread beside the event loop, one task at a time. */
@Injectable()
export class WorkerForecaster extends Forecaster implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: join(__dirname, `forecast-worker${extname(__filename)}`),
    minThreads: 0,
    maxThreads: 1,
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_MS,
    env: THREAD_ENVIRONMENT,
  });

  train(views: readonly number[], mode: TrainingMode): Promise<ForecastModel> {
    return this.run<ForecastModel>({ train: [views, mode] });
  }

  forecast(
    model: ForecastModel,
    views: readonly number[],
    horizonDays: number,
    confidence: number,
  ): Promise<Forecast> {
    return this.run<Forecast>({ forecast: [model, views, horizonDays, confidence] });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private run<Result>(task: ForecastTask): Promise<Result> {
    return this.pool.run(task, { signal: AbortSignal.timeout(LONGEST_TASK_MS) }) as Promise<Result>;
  }
}
