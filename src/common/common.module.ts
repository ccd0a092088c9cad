import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { BatchPresenter } from './http/batch-presenter';
import { ProblemFilter } from './http/problem.filter';
import { Clock, SystemClock } from './kernel/clock';
import { Readiness } from './telemetry/readiness';

/** What every feature uses. */
@Global()
@Module({
  providers: [
    BatchPresenter,
    Readiness,
    { provide: Clock, useClass: SystemClock },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [BatchPresenter, Clock, Readiness],
})
export class CommonModule {}
