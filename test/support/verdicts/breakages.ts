import type { PromiseName } from './promises';

/** A way to break the service, and the tests that have to notice. */
export interface Breakage {
  readonly promise: PromiseName;
  /** A file of test/support/broken, without its ending. */
  readonly broken: string;
  /** What is wrong with that service. */
  readonly is: string;
  /** A file of test/faults, without its ending. */
  readonly spec: string;
  /** Part of the names of its tests that find it. */
  readonly tests: string;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Enough to find what is broken from the first kill on. */
const FEW_KILLS = { KILLS: '3', KILL_VIEWS: '1' };

export const BREAKAGES: readonly Breakage[] = [
  {
    promise: 'acknowledged',
    broken: 'answers-before-commit',
    is: 'acknowledges before the commit',
    spec: 'killed-at-random',
    tests: 'are not lost',
    env: FEW_KILLS,
  },
  {
    promise: 'exactlyOnce',
    broken: 'forgets-ids',
    is: 'takes each repetition for another event',
    spec: 'killed-at-random',
    tests: 'are counted once each',
    env: FEW_KILLS,
  },
  {
    promise: 'exactlyOnce',
    broken: 'forgets-old-ids',
    is: 'knows ids for a week only',
    spec: 'killed-at-random',
    tests: 'are counted once each',
    env: FEW_KILLS,
  },
  {
    promise: 'rollups',
    broken: 'counts-repeats',
    is: 'counts repeated events in the days of releases',
    spec: 'killed-at-random',
    tests: 'agree with every rollup',
    env: FEW_KILLS,
  },
  {
    promise: 'redis',
    broken: 'waits-for-redis',
    is: 'waits for a silent Redis, 600 ms each time',
    spec: 'redis-outage',
    tests: 'black-holed: nobody',
  },
  {
    promise: 'redis',
    broken: 'needs-redis',
    is: 'answers nothing without its cache',
    spec: 'redis-outage',
    tests: 'refused: nobody',
  },
  {
    promise: 'postgres',
    broken: 'watches-no-database',
    is: 'does not notice that PostgreSQL is silent',
    spec: 'database-outage',
    tests: 'black-holed: every',
  },
  {
    promise: 'coldCache',
    broken: 'computes-alone',
    is: 'shares no computation',
    spec: 'cache',
    tests: 'computes once a replica|serves what expires',
  },
  {
    promise: 'stop',
    broken: 'leaves-at-once',
    is: 'hangs up on requests under way',
    spec: 'graceful-stop',
    tests: 'under load',
  },
  {
    promise: 'exportWorker',
    broken: 'leaves-half-files',
    is: 'removes no file of a killed worker',
    spec: 'export-worker-killed',
    tests: 'as csv',
  },
  {
    promise: 'slowClients',
    broken: 'waits-for-slow-clients',
    is: 'gives clients 20 s',
    spec: 'slow-clients',
    tests: 'a slow client',
  },
  {
    promise: 'slowClients',
    broken: 'keeps-every-frame',
    is: 'sends frames whether they are read or not',
    spec: 'realtime-readers',
    tests: 'costs no memory',
  },
];
