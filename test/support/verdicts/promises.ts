/** What the service promises of its reliability, in the order in which the verdicts are printed. */
export const PROMISES = {
  acknowledged: {
    promise:
      'no acknowledged event is lost: kill -9 of service, backend, postmaster, Redis at random moments',
    figure: '0 of ≥ 200,000 over 20 kills',
  },
  exactlyOnce: {
    promise:
      'each event counts once, sent 1 to 5 times at once, by two replicas, across kills, and 8 days later',
    figure: 'rows = distinct ids, counters unchanged',
  },
  rollups: {
    promise: 'rollups equal a recount of the raw rows after all of that',
    figure: '0 differing buckets',
  },
  redis: {
    promise: 'Redis refused, slow, black-holed, frozen',
    figure: '0 × 5xx; p99 + 150 ms, + 20 ms once the breaker is open',
  },
  postgres: {
    promise: 'PostgreSQL gone or black-holed',
    figure: '503 + Retry-After within 1.5 s; same process serves ≤ 5 s after its return',
  },
  coldCache: {
    promise: 'cold cache, 500 equal requests; expired entries are served while one refresh runs',
    figure: '1 computation a replica; 1 refresh',
  },
  stop: {
    promise: 'SIGTERM under load',
    figure: '0 failed requests, exit ≤ 10 s',
  },
  exportWorker: {
    promise: 'export worker killed twice in the midst of its job',
    figure: 'one complete file, no leftovers, ≤ 2 min',
  },
  slowClients: {
    promise: 'slow clients: headers, bodies, silence; a socket that reads nothing',
    figure: 'closed ≤ 15 s, others unaffected; ≤ 64 MB, cut ≤ 10 s',
  },
} as const;

export type PromiseName = keyof typeof PROMISES;
