import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { extname, join } from 'node:path';
import { Piscina } from 'piscina';
import { THREAD_ENVIRONMENT } from '../../../../common/config/thread-environment';
import type { BgNbdFit, CountedSummary } from '../../domain/churn/bg-nbd';
import type { GammaGammaFit, PaymentSummary } from '../../domain/churn/gamma-gamma';
import { ModelTrainer } from '../../domain/model-trainer';
import type { ItemNeighbours } from '../../domain/recommendations/item-neighbours';
import type { ViewerItems } from '../../domain/recommendations/viewer-items';
import type { TrainingTask, TrainingTasks } from './training-worker';

/** Nightly jobs come one after the other; what waits longer than this many is refused. */
const MAX_WAITING = 20;

/** Trains in one thread beside the event loop, one task at a time; between tasks there is no thread. */
@Injectable()
export class WorkerModelTrainer extends ModelTrainer implements OnApplicationShutdown {
  private readonly pool = new Piscina({
    filename: join(__dirname, `training-worker${extname(__filename)}`),
    minThreads: 0,
    maxThreads: 1,
    maxQueue: MAX_WAITING,
    idleTimeout: 1_000,
    env: THREAD_ENVIRONMENT,
  });

  fitBgNbd(histories: readonly CountedSummary[], signal: AbortSignal): Promise<BgNbdFit | null> {
    return this.run({ name: 'fitBgNbd', input: [histories] }, signal);
  }

  fitGammaGamma(people: readonly PaymentSummary[], signal: AbortSignal): Promise<GammaGammaFit | null> {
    return this.run({ name: 'fitGammaGamma', input: [people] }, signal);
  }

  findItemNeighbours(views: ViewerItems, signal: AbortSignal): Promise<ItemNeighbours> {
    return this.run({ name: 'findItemNeighbours', input: [views] }, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private run<Name extends keyof TrainingTasks>(
    task: TrainingTask<Name>,
    signal: AbortSignal,
  ): Promise<ReturnType<TrainingTasks[Name]>> {
    return this.pool.run(task, { signal }) as Promise<ReturnType<TrainingTasks[Name]>>;
  }
}
