/** The exposed users of an A/B test. Users who met more than one variant are no part of them. */
export interface ExposedUsers {
  readonly testId: string;
  /** Exposures, and what was done, up to this instant count. */
  readonly until: Date;
}

/**
 * What is measured of each exposed user, from the exposure on:
 * - `event_users`: 1 for a user with at least one event of this name, else 0;
 * - `event_values`: sum of the values of the user's events of this name;
 * - `views`: number of views;
 * - `watch_minutes`: sum of the watched time of all views, in minutes;
 * - `completion`: sum of the completions (0…1) of the views that carry one, over their number;
 * - `retention_week_1`: 1 for a user with a view 7 to 14 days after the exposure, the 14 excluded, else 0; users who were
 *   exposed less than 14 days before `until` do not count.
 */
export type ExposedUserMetric =
  | { readonly of: 'event_users' | 'event_values'; readonly name: string }
  | { readonly of: 'views' | 'watch_minutes' | 'completion' | 'retention_week_1' };

/** Days before the exposure that the covariate is taken from. */
export const COVARIATE_DAYS = 28;

export interface ExposedUserOptions {
  /**
   * Adds the same metric in the 28 days before the exposure as a covariate; for `retention_week_1` whether there was a
   * view at all. Not for `completion`.
   */
  readonly covariate: boolean;
  /**
   * Values above this quantile (0…1) of all users of all arms become that quantile, of the covariate likewise. Null: they
   * stay as they are. For `event_values`, `views` and `watch_minutes` alone.
   */
  readonly winsorize: number | null;
}

/** Sums over the users of an arm; x is the metric, or its numerator. */
export interface ExposedArmSums {
  readonly variantId: string;
  readonly users: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Of the covariate, or of the denominator of `completion`; null where there is neither. */
  readonly companion: {
    readonly sum: number;
    readonly sumOfSquares: number;
    /** Σ x × companion. */
    readonly sumOfProducts: number;
  } | null;
}

export interface ExposedUserSums {
  /** In no particular order, those without users left out. */
  readonly arms: readonly ExposedArmSums[];
  /** The value that higher ones were cut to; null: not asked for, or nobody is there. */
  readonly limit: number | null;
}

/**
 * What a UTC day adds to the sums of an arm: its users are those who were exposed on it, or became old enough for
 * `retention_week_1`. Adding the days up gives the sums at the end of each day.
 */
export interface ExposedArmDay extends ExposedArmSums {
  readonly day: string;
}
