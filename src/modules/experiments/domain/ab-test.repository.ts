import type { AbTest } from './ab-test';
import type { TestStatus } from './lifecycle';

/** Where a list of tests goes on: after the test made then. */
export interface TestCursor {
  readonly createdAt: Date;
  readonly testId: string;
}

export interface TestSearch {
  /** Null: of any status. */
  readonly status: TestStatus | null;
  readonly after: TestCursor | null;
  readonly limit: number;
}

export abstract class AbTestRepository {
  abstract find(testId: string): Promise<AbTest | null>;

  /** Which of `testIds` are there. */
  abstract findExistingIds(testIds: readonly string[]): Promise<string[]>;

  /** The last made first. */
  abstract list(search: TestSearch): Promise<AbTest[]>;

  /**
   * The test and the others of its exclusion group, locked until the unit of work ends; nothing when it is not there.
   */
  abstract lockWithGroup(testId: string): Promise<AbTest[]>;

  /** Makes a test, or overwrites it. */
  abstract save(test: AbTest): Promise<void>;

  /** Deletes a locked test with all its assignments and events. */
  abstract delete(testId: string): Promise<void>;
}
