/** Work that nobody waits for. The name is its queue and its label in metrics and logs. */
export interface JobKind<Payload extends object = object> {
  readonly name: string;
  /** How many of the kind one process runs at a time. */
  readonly concurrency: number;
  /** The first one included. */
  readonly attempts: number;
  /** From the first failure to the second attempt, in milliseconds; doubles with every further failure. */
  readonly firstRetryMs: number;
  /** Of one attempt, in milliseconds. */
  readonly timeLimitMs: number;
  /**
   * When it begins by itself, in UTC, with an empty payload: five fields, or six with seconds before them. Slots that
   * pass while nobody runs jobs are made up for by one run.
   */
  readonly cron?: string;
  /** Never set: binds the type of payloads to the kind. */
  readonly payload?: Payload;
}

/** One attempt. The same job may be attempted again after it succeeded, when the process dies before that is stored. */
export interface JobRun<Payload extends object> {
  readonly id: string;
  /** From 1; an attempt that a stop or a crash has interrupted does not count. */
  readonly attempt: number;
  readonly payload: Payload;
  /** Aborts when the time limit has passed or the process stops: a handler that goes on runs beside the next attempt. */
  readonly signal: AbortSignal;
  progress(percent: number): Promise<void>;
}

export type JobHandler<Payload extends object> = (run: JobRun<Payload>) => Promise<void>;

export interface EnqueueOptions {
  /** While a job of the kind with this key waits or runs, no other is made. */
  readonly deduplicate?: string;
  readonly delayMs?: number;
}

export interface JobStatus {
  readonly state: 'waiting' | 'active' | 'completed' | 'failed';
  readonly percent: number;
  /** Of the last attempt that failed. */
  readonly failure: string | null;
}

/** Jobs survive crashes and restarts; what has ended is forgotten after some days. */
export abstract class Jobs {
  /** Once for each kind, in `onModuleInit` of who handles it, in every process: who runs no jobs still counts them. */
  abstract register<Payload extends object>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void;

  /**
   * Returns the job's id, or that of the job which is there already. Not part of the caller's transaction. The payload
   * holds ids only: it lies in the database for days, and an erasure does not look for people in it.
   */
  abstract enqueue<Payload extends object>(
    kind: JobKind<Payload>,
    payload: NoInfer<Payload>,
    options?: EnqueueOptions,
  ): Promise<string>;

  /** Null: never there, or forgotten. */
  abstract find(kind: JobKind, id: string): Promise<JobStatus | null>;
}
