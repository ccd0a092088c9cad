export interface TestUser {
  readonly testId: string;
  readonly userId: string;
}

export interface Assignment extends TestUser {
  readonly variantId: string;
}

export interface Exposure extends Assignment {
  readonly exposedAt: Date;
}

/** Who was exposed, up to an instant. Users who met several variants are in `multiple` alone. */
export interface ExposureCounts {
  readonly arms: readonly ArmExposures[];
  readonly multiple: number;
}

export interface ArmExposures {
  readonly variantId: string;
  /** Index of the phase of weights; exposures from before the first one are counted with it. */
  readonly phase: number;
  readonly users: number;
  /** Of them those of the last days that were asked for. */
  readonly recentUsers: number;
}

export abstract class AssignmentRepository {
  /** Those that stand, in no particular order. */
  abstract find(users: readonly TestUser[]): Promise<Assignment[]>;

  /**
   * Assigns whoever has no variant yet, of tests that are running; each user and test once. Must be called in a unit of
   * work that holds the users.
   */
  abstract insert(assignments: readonly Assignment[], at: Date): Promise<void>;

  /**
   * Stores exposures to variants of one test, each user once, and answers which users' rows are new or changed: an earlier
   * exposure moves the assignment there, one to another variant marks the user. Must be called in a unit of work that
   * holds the users.
   */
  abstract expose(exposures: readonly Exposure[]): Promise<Set<string>>;

  /** `phaseStarts`: instants at which the weights changed, without the first. `recentFrom`: since when is recent. */
  abstract count(
    testId: string,
    until: Date,
    phaseStarts: readonly Date[],
    recentFrom: Date,
  ): Promise<ExposureCounts>;

  /** Forgets a user in all tests: assignments and events. */
  abstract eraseUser(userId: string): Promise<void>;
}
