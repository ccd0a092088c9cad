import { Injectable, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { type JobKind, Jobs } from '../../../common/kernel/jobs';
import { TrainPopularity } from '../application/popularity/train-popularity';

const HOUR_MS = 3_600_000;

/** When the UTC day has ended, and its views with it. */
const TRAIN_ALL: JobKind = {
  name: 'popularity.train-all',
  concurrency: 1,
  attempts: 5,
  firstRetryMs: 60_000,
  timeLimitMs: 6 * HOUR_MS,
  cron: '20 0 * * *',
};

/** New releases, and those whose history has grown by much: late events, an import. */
const TRAIN_DUE: JobKind = {
  name: 'popularity.train-due',
  concurrency: 1,
  attempts: 3,
  firstRetryMs: 60_000,
  timeLimitMs: 2 * HOUR_MS,
  cron: '50 * * * *',
};

/** Trains models in the background. */
@Injectable()
export class PopularityJobs implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: Jobs,
    private readonly train: TrainPopularity,
  ) {}

  onModuleInit(): void {
    for (const kind of [TRAIN_ALL, TRAIN_DUE])
      this.jobs.register(kind, (run) =>
        this.train.execute({
          all: kind === TRAIN_ALL,
          signal: run.signal,
          progress: (share) => run.progress(Math.round(share * 100)),
        }),
      );
  }

  /** An hour is long for somebody who has just imported a catalogue, or started the demo. */
  onApplicationBootstrap(): void {
    void this.jobs.enqueue(TRAIN_DUE, {}, { deduplicate: 'start' }).catch(() => undefined);
  }
}
