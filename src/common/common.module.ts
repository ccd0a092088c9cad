import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FailureBackoff } from './kernel/failure-backoff';
import { SharedFailureBackoff } from './redis/failure-backoff';
import { RedisModule } from './redis/redis.module';
import { BatchPresenter } from './http/batch-presenter';
import { GracefulStop } from './http/graceful-stop';
import { RateLimiter } from './http/rate-limit/rate-limiter';
import { SharedThrottlerStorage } from './http/rate-limit/throttler-storage';
import { ProblemFilter } from './http/problem.filter';
import { InProcessEventBus } from './events/in-process-event-bus';
import { BullmqJobs } from './jobs/bullmq-jobs';
import { JobRunner } from './jobs/job-runner';
import { JobStore } from './jobs/job-store';
import { Clock, SystemClock } from './kernel/clock';
import { EventBus } from './kernel/event-bus';
import { Jobs } from './kernel/jobs';
import { Metrics } from './telemetry/metrics';
import { RequestMetricsMiddleware } from './telemetry/request-metrics.middleware';
import { Readiness } from './telemetry/readiness';

/** What every feature uses. */
@Global()
@Module({
  imports: [RedisModule],
  providers: [
    BatchPresenter,
    BullmqJobs,
    GracefulStop,
    JobRunner,
    JobStore,
    RateLimiter,
    Readiness,
    RequestMetricsMiddleware,
    SharedThrottlerStorage,
    { provide: FailureBackoff, useClass: SharedFailureBackoff },
    Metrics,
    { provide: EventBus, useClass: InProcessEventBus },
    { provide: Jobs, useExisting: BullmqJobs },
    { provide: Clock, useClass: SystemClock },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [
    BatchPresenter,
    BullmqJobs,
    Clock,
    EventBus,
    FailureBackoff,
    JobRunner,
    Jobs,
    Metrics,
    RateLimiter,
    Readiness,
  ],
})
export class CommonModule {}
