import { parseArgs } from 'node:util';

const DEFAULT_VIEWS = 1_000_000;
const DEFAULT_ROUNDS = 7;
const QUICK_ROUNDS = 3;
/** As many views a user and a release as the data of the speed table has. */
const VIEWS_A_USER = 10;
const VIEWS_A_RELEASE = 500;

export interface Options {
  readonly views: number;
  readonly users: number;
  readonly releases: number;
  readonly seed: number;
  /** Measured rounds; of what each contender did in them the median is shown. */
  readonly rounds: number;
  /** Names of the benchmarks to run; empty: all. */
  readonly only: readonly string[];
}

/** Reads the command line; throws an error that says what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      views: { type: 'string' },
      users: { type: 'string' },
      releases: { type: 'string' },
      seed: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const number = (name: 'views' | 'users' | 'releases' | 'seed' | 'rounds', fallback: number) => {
    const given = values[name];
    const value = given === undefined ? fallback : Number(given.replaceAll('_', ''));
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
    return value;
  };
  const views = values.quick ? DEFAULT_VIEWS : number('views', DEFAULT_VIEWS);
  return {
    views,
    users: number('users', Math.ceil(views / VIEWS_A_USER)),
    releases: number('releases', Math.ceil(views / VIEWS_A_RELEASE)),
    seed: number('seed', 1),
    rounds: number('rounds', values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS),
    only: values.only?.split(',') ?? [],
  };
}
