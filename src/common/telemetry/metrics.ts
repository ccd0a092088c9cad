import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database';
import type { Replica } from '../database/replica';
import { Redis } from '../redis/redis';

/** What the service says of itself in Prometheus' format. Names carry their units. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requestSeconds = new Histogram({
    name: 'kinoscope_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly cacheLookups = new Counter({
    name: 'kinoscope_cache_lookups_total',
    help: 'Answers served from the cache (hit, stale) or computed (miss)',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly ingestedItems = new Counter({
    name: 'kinoscope_ingest_items_total',
    help: 'Items of batches by kind (event, user, release) and outcome (accepted, duplicate, rejected)',
    labelNames: ['kind', 'outcome'],
    registers: [this.registry],
  });

  readonly rateLimited = new Counter({
    name: 'kinoscope_rate_limited_requests_total',
    help: 'Requests refused with 429, by what was counted',
    labelNames: ['bucket'],
    registers: [this.registry],
  });

  readonly jobRuns = new Counter({
    name: 'kinoscope_job_runs_total',
    help: 'Attempts at jobs by kind and outcome: completed, retried, failed for good, abandoned by a dead process',
    labelNames: ['kind', 'outcome'],
    registers: [this.registry],
  });

  readonly jobSeconds = new Histogram({
    name: 'kinoscope_job_duration_seconds',
    help: 'Time of an attempt at a job',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800],
    registers: [this.registry],
  });

  readonly jobLastSuccess = new Gauge({
    name: 'kinoscope_job_last_success_timestamp_seconds',
    help: 'When this process last completed a job of the kind',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  readonly realtimeSockets = new Gauge({
    name: 'kinoscope_realtime_sockets',
    help: 'Sockets of administrators that are open',
    registers: [this.registry],
  });

  readonly realtimeFrames = new Counter({
    name: 'kinoscope_realtime_frames_total',
    help: 'Frames by outcome: sent, or dropped because their socket had not taken the one before',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly realtimeClosed = new Counter({
    name: 'kinoscope_realtime_closed_sockets_total',
    help: 'Sockets that the service has refused or closed, by the code that they were told, or stalled',
    labelNames: ['code'],
    registers: [this.registry],
  });

  readonly realtimeBusUp = new Gauge({
    name: 'kinoscope_realtime_bus_up',
    help: '1 while all other processes that share Redis are heard (or there is none), 0 while they are not',
    registers: [this.registry],
  });

  readonly realtimeUntold = new Counter({
    name: 'kinoscope_realtime_untold_total',
    help: 'Batches of which the other processes could not be told',
    registers: [this.registry],
  });

  constructor(database: Database, redis: Redis) {
    collectDefaultMetrics({ register: this.registry, prefix: 'kinoscope_' });
    new Gauge({
      name: 'kinoscope_database_connections',
      help: 'Connections of the pools by state; waiting are callers without one',
      labelNames: ['pool', 'state'],
      registers: [this.registry],
      collect() {
        for (const { pool, total, idle, waiting } of database.poolStates()) {
          this.set({ pool, state: 'busy' }, total - idle);
          this.set({ pool, state: 'idle' }, idle);
          this.set({ pool, state: 'waiting' }, waiting);
        }
      },
    });
    new Counter({
      name: 'kinoscope_database_long_reads_total',
      help: 'Reads that may take seconds, and snapshots, by the server that they were read from',
      labelNames: ['server'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [server, count] of Object.entries(database.longReads)) this.inc({ server }, count);
      },
    });
    if (database.replica) this.watchReplica(database.replica);
    new Gauge({
      name: 'kinoscope_redis_up',
      help: '1 while Redis is in use, 0 while it is away or not configured',
      registers: [this.registry],
      collect() {
        this.set(redis.state === 'up' ? 1 : 0);
      },
    });
  }

  private watchReplica(replica: Replica): void {
    new Gauge({
      name: 'kinoscope_database_replica_up',
      help: '1 while long reads go to the replica, 0 while it is away or too far behind',
      registers: [this.registry],
      collect() {
        this.set(replica.status.isInUse ? 1 : 0);
      },
    });
    new Gauge({
      name: 'kinoscope_database_replica_lag_bytes',
      help: 'Log of the primary that the replica has not replayed; NaN while that is not known',
      registers: [this.registry],
      collect() {
        this.set(replica.status.lagBytes ?? NaN);
      },
    });
    new Gauge({
      name: 'kinoscope_database_replica_lag_seconds',
      help: 'How old the state of the data on the replica is; NaN while that is not known',
      registers: [this.registry],
      collect() {
        this.set(replica.status.lagSeconds ?? NaN);
      },
    });
  }

  /** Asks at each reading of the metrics. */
  watchRealtime(isComplete: () => boolean): void {
    new Gauge({
      name: 'kinoscope_realtime_complete',
      help: '1 while the live figures are complete, 0 while the last half hour is being read or cannot be read',
      registers: [this.registry],
      collect() {
        this.set(isComplete() ? 1 : 0);
      },
    });
  }
}
