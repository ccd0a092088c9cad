import type { Database } from '../../../../common/database/database';
import type {
  ExposedArmDay,
  ExposedArmSums,
  ExposedUserMetric,
  ExposedUserOptions,
  ExposedUsers,
  ExposedUserSums,
} from '../../domain/experiments/exposed-user-metrics';
import { exposedUserDays, type ExposedArmDayRow } from './queries/exposed-user-days';
import { exposedUserMetrics, type ExposedArmRow } from './queries/exposed-user-metrics';
import { exposedUserValues, TEST_EXTENT, type TestExtentRow } from './queries/exposed-users';

/**
 * Exposures and facts both lie in an index by user. Read side by side in that order many of them cost a third of what they
 * do by a hash table of a million users, which PostgreSQL makes when it may: with so much memory it makes small ones only.
 */
const IN_ORDER_OF_USERS = { work_mem: `'8MB'` };

/** Reads what the users of A/B tests did after their exposure, on the pool of long statements. */
export class ExposedUserReader {
  constructor(private readonly database: Database) {}

  async metrics(
    users: ExposedUsers,
    metric: ExposedUserMetric,
    options: ExposedUserOptions,
  ): Promise<ExposedUserSums> {
    // 0.07 × 100 is a hair above 7 in doubles, and would be taken for 8 users.
    const quantile = options.winsorize === null ? [] : [options.winsorize * (1 - Number.EPSILON)];
    const extent = await this.extentOf(users);
    if (extent.first === null) return { arms: [], limit: null };
    const rows = await this.database.queryLong<ExposedArmRow>(
      { text: exposedUserMetrics(metric, options) },
      [...exposedUserValues(users, extent, metric), ...quantile],
      IN_ORDER_OF_USERS,
    );
    const hasCompanion = options.covariate || metric.of === 'completion';
    return { arms: rows.map((row) => toSums(row, hasCompanion)), limit: rows[0]?.cut_at ?? null };
  }

  async days(users: ExposedUsers, metric: ExposedUserMetric): Promise<ExposedArmDay[]> {
    const extent = await this.extentOf(users);
    if (extent.first === null) return [];
    const rows = await this.database.queryLong<ExposedArmDayRow>(
      { text: exposedUserDays(metric) },
      exposedUserValues(users, extent, metric),
      IN_ORDER_OF_USERS,
    );
    return rows.map((row) => ({ ...toSums(row, metric.of === 'completion'), day: row.day }));
  }

  private async extentOf({ testId }: ExposedUsers): Promise<TestExtentRow> {
    const [row] = await this.database.queryLong<TestExtentRow>(TEST_EXTENT, [testId]);
    return row!;
  }
}

function toSums(row: Omit<ExposedArmRow, 'cut_at'>, hasCompanion: boolean): ExposedArmSums {
  return {
    variantId: row.variant_id,
    users: row.users,
    sum: row.sum,
    sumOfSquares: row.sum_of_squares,
    companion: hasCompanion
      ? {
          sum: row.companion_sum,
          sumOfSquares: row.companion_sum_of_squares,
          sumOfProducts: row.sum_of_products,
        }
      : null,
  };
}
