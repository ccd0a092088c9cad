import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Settings } from '../config/settings';
import { answeredWithin } from '../kernel/answered-within';
import { type EnqueueOptions, type JobHandler, type JobKind, Jobs, type JobStatus } from '../kernel/jobs';
import { Metrics } from '../telemetry/metrics';
import { JobStore } from './job-store';

/** What has ended is kept for questions about it: so many of a kind, for so many seconds. */
const KEEP_COMPLETED = { count: 1_000, age: 3 * 86_400 };
const KEEP_FAILED = { count: 1_000, age: 14 * 86_400 };
/** BullMQ writes down what happens to jobs, about so many lines; nobody reads them. */
const KEEP_EVENTS = 500;

const COUNT_MS = 1_000;
const COUNTED = ['waiting', 'active', 'delayed', 'failed'] as const;

export interface RegisteredKind {
  readonly kind: JobKind;
  readonly handler: JobHandler<never>;
}

type JobQueue = InstanceType<JobStore['bullmq']['Queue']>;

/** A BullMQ queue for each kind, so that none waits behind another. */
@Injectable()
export class BullmqJobs extends Jobs {
  private readonly logger = new Logger(Jobs.name);
  private readonly kinds = new Map<string, RegisteredKind>();
  private readonly queues = new Map<string, JobQueue>();

  constructor(
    private readonly store: JobStore,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    super();
    const count = () => this.count();
    new Gauge({
      name: 'kinoscope_jobs',
      help: 'Jobs of all processes by kind and state (waiting, active, delayed, failed); absent while unknown',
      labelNames: ['kind', 'state'],
      registers: [metrics.registry],
      async collect() {
        this.reset();
        for (const { kind, state, jobs } of await count()) this.set({ kind, state }, jobs);
      },
    });
  }

  override register<Payload extends object>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    if (this.kinds.has(kind.name)) throw new Error(`The job kind ${kind.name} is registered already`);
    this.kinds.set(kind.name, { kind, handler });
  }

  override async enqueue<Payload extends object>(
    kind: JobKind<Payload>,
    payload: NoInfer<Payload>,
    { deduplicate, delayMs }: EnqueueOptions = {},
  ): Promise<string> {
    const job = await this.queue(kind).add(kind.name, payload, {
      ...optionsOf(kind),
      ...(deduplicate !== undefined && { deduplication: { id: deduplicate } }),
      ...(delayMs !== undefined && { delay: delayMs }),
    });
    return job.id!;
  }

  override async find(kind: JobKind, id: string): Promise<JobStatus | null> {
    const queue = this.queue(kind);
    const [job, state] = await Promise.all([queue.getJob(id), queue.getJobState(id)]);
    if (!job || state === 'unknown') return null;
    return {
      state: state === 'active' || state === 'completed' || state === 'failed' ? state : 'waiting',
      percent: typeof job.progress === 'number' ? job.progress : 0,
      failure: job.failedReason ?? null,
    };
  }

  get registered(): readonly RegisteredKind[] {
    return [...this.kinds.values()];
  }

  /**
   * Sees to it that the kind has the schedule it declares. A schedule that stands already is left alone: its next
   * slot may be one that was missed, and is to be made up for.
   */
  async schedule(kind: JobKind): Promise<void> {
    const queue = this.queue(kind);
    const present = await queue.getJobScheduler(kind.name);
    if (present?.pattern === kind.cron) return;
    if (kind.cron === undefined) await queue.removeJobScheduler(kind.name);
    else {
      const repeat = { pattern: kind.cron, tz: 'UTC' };
      await queue.upsertJobScheduler(kind.name, repeat, { name: kind.name, data: {}, opts: optionsOf(kind) });
    }
  }

  /** For the status: embedded: jobs run in processes like this one; up, down: whether a process for them is there. */
  async state(): Promise<'up' | 'down' | 'embedded'> {
    try {
      const hasWorker = await answeredWithin(COUNT_MS, this.store.hasWorker());
      if (this.settings.JOBS === 'inline') return 'embedded';
      return hasWorker ? 'up' : 'down';
    } catch {
      return 'down';
    }
  }

  private async count(): Promise<{ kind: string; state: string; jobs: number }[]> {
    try {
      const counts = this.registered.map(async ({ kind }) => {
        const jobs = await this.queue(kind).getJobCounts(...COUNTED);
        return COUNTED.map((state) => ({ kind: kind.name, state, jobs: jobs[state] ?? 0 }));
      });
      return (await answeredWithin(COUNT_MS, Promise.all(counts))).flat();
    } catch (error) {
      if (!this.store.isOutage(error)) this.logger.warn({ err: error }, 'Jobs could not be counted');
      return [];
    }
  }

  private queue({ name }: JobKind): JobQueue {
    const present = this.queues.get(name);
    if (present) return present;
    const queue = new this.store.bullmq.Queue(name, {
      connection: {},
      streams: { events: { maxLen: KEEP_EVENTS } },
    });
    // Who uses it hears of failures by themselves.
    queue.on('error', () => undefined);
    this.queues.set(name, queue);
    return queue;
  }
}

function optionsOf({ attempts, firstRetryMs }: JobKind) {
  return {
    attempts,
    backoff: { type: 'exponential', delay: firstRetryMs },
    removeOnComplete: KEEP_COMPLETED,
    removeOnFail: KEEP_FAILED,
    stackTraceLimit: 1,
  };
}
