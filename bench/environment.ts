import type { Dataset } from './data/dataset';
import type { Options } from './options';
import type { Result } from './result';
import type { Store } from './store';
import type { DuckDb } from './support/duckdb';

/** What every benchmark is given. */
export interface Environment {
  readonly options: Options;
  readonly dataset: Dataset;
  readonly store: Store;
  readonly duckDb: DuckDb;
}

/** One row, or a few that belong together, of the speed table. */
export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  /** It stores views of the data that are not in our database yet. */
  readonly addsViews?: true;
  run(environment: Environment): Promise<Result[]>;
}
