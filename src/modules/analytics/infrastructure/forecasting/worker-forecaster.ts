import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { extname, join } from 'node:path';
import { Piscina } from 'piscina';
import type { Forecast, ForecastModel, TrainingMode } from '../../domain/popularity/forecast-model';
import { Forecaster } from '../../domain/popularity/forecaster';

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
    // Nothing of the service's secrets; Node's own options, which the tests need to run TypeScript.
    env: { NODE_OPTIONS: process.env.NODE_OPTIONS },
  });

  train(views: readonly number[], mode: TrainingMode): Promise<ForecastModel> {
    return this.run('train', [views, mode]);
  }

  forecast(
    model: ForecastModel,
    views: readonly number[],
    horizonDays: number,
    confidence: number,
  ): Promise<Forecast> {
    return this.run('forecast', [model, views, horizonDays, confidence]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private run<Result>(name: 'train' | 'forecast', args: readonly unknown[]): Promise<Result> {
    return this.pool.run(args, { name, signal: AbortSignal.timeout(LONGEST_TASK_MS) }) as Promise<Result>;
  }
}
