import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/kernel/clock';
import { EventBus } from '../../../../common/kernel/event-bus';
import { ChurnRepository } from '../../domain/churn/churn.repository';
import { ModelsTrained } from '../../domain/events';
import { TrainLifetimeValue } from '../payments/train-lifetime-value';
import { ScoreViewers } from './score-viewers';
import { TrainChurn } from './train-churn';
import { TrainRecommendations } from './train-recommendations';

/** The nightly run keeps models younger than this; when it was missed the next one of any kind does its work. */
const OLDEST_MODEL_MS = 25 * 3_600_000;

interface LearningRun {
  /** False: only viewers who have changed are judged, unless the models are missing or too old. */
  readonly all: boolean;
  readonly signal: AbortSignal;
  /** 0…1 */
  readonly progress: (share: number) => Promise<void>;
}

/** Keeps what is learned of viewers up to date. May be broken off and begun again at any time. */
@Injectable()
export class LearnViewers {
  constructor(
    private readonly churn: ChurnRepository,
    private readonly trainChurn: TrainChurn,
    private readonly scoreViewers: ScoreViewers,
    private readonly trainLifetimeValue: TrainLifetimeValue,
    private readonly trainRecommendations: TrainRecommendations,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async execute({ all, signal, progress }: LearningRun): Promise<void> {
    const before = await this.churn.findModel();
    const isDue =
      all || before === null || this.clock.now().getTime() - before.trainedAt.getTime() > OLDEST_MODEL_MS;
    if (!isDue) {
      await this.scoreViewers.execute(before.fit, false, signal);
      return;
    }
    // The churn model comes last: while it is missing or old, the whole run is due again.
    await this.trainRecommendations.execute(signal);
    await progress(0.4);
    await this.trainLifetimeValue.execute(signal);
    await progress(0.6);
    await this.trainChurn.execute(signal);
    await progress(0.7);
    await this.scoreViewers.execute((await this.churn.findModel())?.fit ?? null, true, signal);
    await this.events.publish(new ModelsTrained());
  }
}
