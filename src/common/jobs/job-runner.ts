import { BeforeApplicationShutdown, Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { Settings } from '../config/settings';
import { Metrics } from '../telemetry/metrics';
import { attempt } from './attempt';
import { BullmqJobs, type RegisteredKind } from './bullmq-jobs';
import { JobStore } from './job-store';
import { LONGEST_WAIT_S } from './shared-connection';

/**
 * Who dies with a job leaves its lock, which ends after so long. The first look after that marks the job and the next
 * one gives it to another: 35 s at most.
 */
const LOCK_MS = 15_000;
const LOOK_FOR_DEAD_MS = 10_000;
/** A job whose process has died so often is taken for the cause. */
const DEATHS = 5;

const TRY_AGAIN_MS = 1_000;

/** Of a stop, which may take ten seconds: until handlers are told to break off, and until they are left behind. */
const FINISH_MS = 3_000;
const BREAK_OFF_MS = 3_000;

type JobWorker = InstanceType<JobStore['bullmq']['Worker']>;

/** Runs jobs in this process. */
@Injectable()
export class JobRunner implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private readonly breakOff = new AbortController();
  private workers: JobWorker[] = [];
  private running = false;
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly store: JobStore,
    private readonly jobs: BullmqJobs,
    private readonly metrics: Metrics,
    private readonly settings: Settings,
  ) {}

  /** In a process that answers requests: begins unless the settings leave it to others. */
  startInline(): void {
    if (this.settings.JOBS === 'inline') this.start();
  }

  /** Begins; goes on until the application shuts down. */
  start(): void {
    if (this.stopped || this.running) return;
    this.running = true;
    this.workers = this.jobs.registered.map((registered) => this.work(registered));
    // A failure says only that the database is away, and the name is given as soon as it is there.
    this.store.announceWorker().catch(() => undefined);
    void this.schedule();
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** Takes no more jobs from now on. */
  onModuleDestroy(): void {
    this.stopped ??= this.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopped;
  }

  private async stop(): Promise<void> {
    const ended = Promise.all(this.workers.map((worker) => worker.close())).then(() => 'ended');
    const inTime = (ms: number) => Promise.race([ended, delay(ms, 'late', { ref: false })]);
    if ((await inTime(FINISH_MS)) === 'ended') return;
    this.breakOff.abort(new Error('The process stops'));
    if ((await inTime(BREAK_OFF_MS)) === 'ended') return;
    this.logger.warn('Jobs are left behind that did not break off; they begin anew elsewhere');
  }

  private work(registered: RegisteredKind): JobWorker {
    const { kind } = registered;
    const worker = new this.store.bullmq.Worker(
      kind.name,
      (job: Job) => attempt(registered, job, this.breakOff.signal),
      {
        connection: {},
        concurrency: kind.concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: LOOK_FOR_DEAD_MS,
        maxStalledCount: DEATHS,
        drainDelay: LONGEST_WAIT_S,
        runRetryDelay: TRY_AGAIN_MS,
      },
    );
    worker.on('completed', (job) => this.noteEnd(job, 'completed'));
    worker.on('failed', (job, error) => job && this.noteFailure(job, error));
    worker.on('stalled', (id) => {
      this.metrics.jobRuns.inc({ kind: kind.name, outcome: 'abandoned' });
      this.logger.warn({ kind: kind.name, id }, 'A job is taken over from a process that died');
    });
    worker.on('error', (error) => {
      if (!this.store.isOutage(error))
        this.logger.error({ err: error, kind: kind.name }, 'Running jobs failed');
    });
    return worker;
  }

  private noteFailure(job: Job, error: Error): void {
    const again = job.finishedOn === undefined;
    this.noteEnd(job, again ? 'retried' : 'failed');
    this.logger[again ? 'warn' : 'error'](
      { err: error, kind: job.queueName, id: job.id, attempt: job.attemptsMade, attempts: job.opts.attempts },
      again ? 'A job failed and will be tried again' : 'A job failed for good',
    );
  }

  private noteEnd(job: Job, outcome: 'completed' | 'retried' | 'failed'): void {
    const kind = job.queueName;
    this.metrics.jobRuns.inc({ kind, outcome });
    if (job.processedOn) this.metrics.jobSeconds.observe({ kind }, (Date.now() - job.processedOn) / 1_000);
    if (outcome === 'completed') this.metrics.jobLastSuccess.set({ kind }, Date.now() / 1_000);
  }

  /** Schedules are made anew at every start; without a database, as soon as there is one. */
  private async schedule(): Promise<void> {
    for (const { kind } of this.jobs.registered) {
      while (!this.stopped) {
        try {
          await this.jobs.schedule(kind);
          break;
        } catch (error) {
          if (!this.store.isOutage(error)) {
            this.logger.error({ err: error, kind: kind.name }, 'A schedule of jobs is not kept');
            break;
          }
          await delay(TRY_AGAIN_MS, undefined, { ref: false });
        }
      }
    }
  }
}
