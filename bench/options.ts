import { parseArgs } from 'node:util';

const DEFAULT_VIEWS = 1_000_000;
const DEFAULT_ROUNDS = 7;
const QUICK_ROUNDS = 3;
const DEFAULT_LOAD_SECONDS = 120;
const QUICK_LOAD_SECONDS = 20;
/** As many views a user and a release as the data of the speed table has. */
const VIEWS_A_USER = 10;
const VIEWS_A_RELEASE = 500;
const DEFAULT_SIZES = '1_000_000,10_000_000,30_000_000';

export interface Options {
  readonly views: number;
  readonly users: number;
  readonly releases: number;
  readonly seed: number;
  /** Measured rounds; of what each contender did in them the median is shown. */
  readonly rounds: number;
  /** Whether only the growth of the reads is measured, at these numbers of views. */
  readonly growth: boolean;
  readonly sizes: readonly number[];
  /** How long the seed's load is measured. */
  readonly loadSeconds: number;
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
      'load-seconds': { type: 'string' },
      growth: { type: 'boolean' },
      sizes: { type: 'string', default: DEFAULT_SIZES },
      only: { type: 'string' },
    },
  });
  type Numeric = 'views' | 'users' | 'releases' | 'seed' | 'rounds' | 'load-seconds';
  const number = (name: Numeric, fallback: number) => {
    const given = values[name];
    return given === undefined ? fallback : wholeNumber(name, given);
  };
  const views = values.quick ? DEFAULT_VIEWS : number('views', DEFAULT_VIEWS);
  return {
    views,
    users: number('users', Math.ceil(views / VIEWS_A_USER)),
    releases: number('releases', Math.ceil(views / VIEWS_A_RELEASE)),
    seed: number('seed', 1),
    rounds: number('rounds', values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS),
    growth: values.growth ?? false,
    sizes: values.sizes.split(',').map((size) => wholeNumber('sizes', size)),
    loadSeconds: number('load-seconds', values.quick ? QUICK_LOAD_SECONDS : DEFAULT_LOAD_SECONDS),
    only: values.only?.split(',') ?? [],
  };
}

/** The same with another number of views, and users and releases that follow it. */
export function ofSize(options: Options, views: number): Options {
  return {
    ...options,
    views,
    users: Math.ceil(views / VIEWS_A_USER),
    releases: Math.ceil(views / VIEWS_A_RELEASE),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be whole and above 0`);
  return value;
}
