import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Recording, together } from '../load/recorder';
import type { SeedLoad } from '../load/seed-load';
import { quantile } from '../measure';
import type { BuiltService } from '../support/built-service';
import type { Readings } from '../support/prometheus';

const MIB = 2 ** 20;

/** One look at everything, and at what has happened since the one before; `NaN`: nothing of that kind has. */
export interface Sample {
  /** Seconds since the load began. */
  readonly at: number;
  /** Megabytes; null: no worker runs. */
  readonly resident: number;
  readonly worker: number | null;
  readonly heap: number;
  /** Milliseconds. */
  readonly lagP99: number;
  readonly cachedP99: number;
  readonly uncachedP99: number;
  /** Shares, 0…1, of one core and of the lookups. */
  readonly cpu: number;
  readonly hitRate: number;
  readonly sockets: number;
}

/** Looks at a service under load again and again. */
export class Sampler {
  readonly samples: Sample[] = [];
  private readonly recordings: Recording[] = [];
  private before: { readonly readings: Readings; readonly at: number } | null = null;

  constructor(
    private readonly service: BuiltService,
    private readonly load: SeedLoad,
    private readonly began: number,
  ) {}

  async look(): Promise<void> {
    const { workerPid } = this.service;
    const [readings, at] = [await this.service.readings().catch(() => null), performance.now()];
    if (!readings) {
      if (!this.service.isRunning) throw new Error('The service has ended');
      this.load.recorder.failed('/metrics', 'no answer');
      return;
    }
    const recording = this.load.recorder.take();
    this.recordings.push(recording);
    // The first look is what the others are compared with.
    if (this.before) {
      const { readings: before, at: earlier } = this.before;
      const grown = (name: string, labels?: Record<string, string>) =>
        readings.sum(name, labels) - before.sum(name, labels);
      const p99 = (kind: string) => quantile(recording.times.get(kind) ?? [], 0.99);
      const lookups = 'kinoscope_cache_lookups_total';
      this.samples.push({
        at: (at - this.began) / 1_000,
        resident: readings.sum('kinoscope_process_resident_memory_bytes') / MIB,
        worker: workerPid === null ? null : await residentMegabytes(workerPid),
        heap: readings.sum('kinoscope_nodejs_heap_size_used_bytes') / MIB,
        lagP99: 1_000 * readings.sum('kinoscope_nodejs_eventloop_lag_p99_seconds'),
        cachedP99: p99('cached'),
        uncachedP99: p99('uncached'),
        cpu: grown('kinoscope_process_cpu_seconds_total') / ((at - earlier) / 1_000),
        hitRate: 1 - grown(lookups, { result: 'miss' }) / grown(lookups),
        sockets: this.load.sockets.connected,
      });
    }
    this.before = { readings, at };
  }

  /** What has become of all requests. */
  get recording(): Recording {
    return together(this.recordings);
  }
}

/** Of a process that answers no requests about itself. */
async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1_024;
}
