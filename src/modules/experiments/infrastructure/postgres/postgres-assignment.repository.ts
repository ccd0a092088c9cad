import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import {
  type Assignment,
  AssignmentRepository,
  type Exposure,
  type ExposureCounts,
  type TestUser,
} from '../../domain/assignment.repository';
import {
  COUNT_EXPOSURES,
  ERASE_TEST_USER,
  EXPOSE_USERS,
  type ExposureCountRow,
  FIND_ASSIGNMENTS,
  INSERT_ASSIGNMENTS,
} from './queries/assignments';

@Injectable()
export class PostgresAssignmentRepository extends AssignmentRepository {
  constructor(private readonly database: Database) {
    super();
  }

  find(users: readonly TestUser[]): Promise<Assignment[]> {
    return this.database.query<Assignment>(FIND_ASSIGNMENTS, [
      users.map(({ testId }) => testId),
      users.map(({ userId }) => userId),
    ]);
  }

  async insert(assignments: readonly Assignment[], at: Date): Promise<void> {
    await this.database.query(INSERT_ASSIGNMENTS, [
      assignments.map(({ testId }) => testId),
      assignments.map(({ userId }) => userId),
      assignments.map(({ variantId }) => variantId),
      at,
    ]);
  }

  async expose(exposures: readonly Exposure[]): Promise<Set<string>> {
    if (exposures.length === 0) return new Set();
    const rows = await this.database.query<{ user_id: string }>(EXPOSE_USERS, [
      exposures[0]!.testId,
      exposures.map(({ userId }) => userId),
      exposures.map(({ variantId }) => variantId),
      exposures.map(({ exposedAt }) => exposedAt.getTime()),
    ]);
    return new Set(rows.map((row) => row.user_id));
  }

  async count(
    testId: string,
    until: Date,
    phaseStarts: readonly Date[],
    recentFrom: Date,
  ): Promise<ExposureCounts> {
    const values = [testId, until, phaseStarts, recentFrom];
    const rows = await this.database.queryLong<ExposureCountRow>(COUNT_EXPOSURES, values);
    return {
      arms: rows.map((row) => ({
        variantId: row.variant_id,
        phase: row.phase,
        users: row.users,
        recentUsers: row.recent_users,
      })),
      multiple: rows.reduce((sum, row) => sum + row.multiple, 0),
    };
  }

  async eraseUser(userId: string): Promise<void> {
    for (const trace of ERASE_TEST_USER) await this.database.query(trace, [userId]);
  }
}
