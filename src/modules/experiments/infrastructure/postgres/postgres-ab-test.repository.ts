import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database';
import type { AbTest, Audience, TestMetric, Variant } from '../../domain/ab-test';
import { AbTestRepository, type TestSearch } from '../../domain/ab-test.repository';
import type { Inference } from '../../domain/analysis/metric';
import type { TestStatus } from '../../domain/lifecycle';
import {
  DELETE_TEST,
  EXISTING_TESTS,
  FIND_TEST,
  FIND_TESTS,
  LIST_TESTS,
  LOCK_TESTS,
  SAVE_TEST,
} from './queries/ab-tests';

@Injectable()
export class PostgresAbTestRepository extends AbTestRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async find(testId: string): Promise<AbTest | null> {
    const [row] = await this.database.query<AbTestRow>(FIND_TEST, [testId]);
    return row ? toTest(row) : null;
  }

  async findExistingIds(testIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ test_id: string }>(EXISTING_TESTS, [testIds]);
    return rows.map((row) => row.test_id);
  }

  async list({ status, after, limit }: TestSearch): Promise<AbTest[]> {
    const values = [status, after?.createdAt ?? null, after?.testId ?? null, limit];
    return (await this.database.query<AbTestRow>(LIST_TESTS, values)).map(toTest);
  }

  async lockWithGroup(testId: string): Promise<AbTest[]> {
    const locked = await this.database.query<{ test_id: string }>(LOCK_TESTS, [testId]);
    const ids = locked.map((row) => row.test_id);
    return (await this.database.query<AbTestRow>(FIND_TESTS, [ids])).map(toTest);
  }

  async save(test: AbTest): Promise<void> {
    await this.database.query(SAVE_TEST, [
      test.testId,
      test.name,
      test.status,
      test.seed,
      test.primaryMetric,
      JSON.stringify(test.metrics),
      test.allocation,
      test.exclusionGroup,
      test.range?.start ?? null,
      test.range?.end ?? null,
      test.audience && JSON.stringify(test.audience),
      test.minimumDetectableEffect,
      test.inference,
      JSON.stringify(test.phases),
      test.createdAt,
      test.startedAt,
      test.endedAt,
      JSON.stringify(test.variants),
    ]);
  }

  async delete(testId: string): Promise<void> {
    for (const statement of DELETE_TEST) await this.database.query(statement, [testId]);
  }
}

interface AbTestRow {
  test_id: string;
  name: string;
  status: TestStatus;
  seed: string;
  primary_metric: string;
  metrics: TestMetric[];
  allocation: number;
  exclusion_group: string | null;
  range_start: number | null;
  range_end: number | null;
  audience:
    (Pick<Audience, 'role' | 'genre'> & Record<'registeredFrom' | 'registeredUntil', string | null>) | null;
  minimum_detectable_effect: number | null;
  inference: Inference;
  phases: { from: string; weights: number[] }[];
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  variants: Variant[];
}

function toTest(row: AbTestRow): AbTest {
  const { audience, range_start: start, range_end: end } = row;
  return {
    testId: row.test_id,
    name: row.name,
    status: row.status,
    seed: row.seed,
    variants: row.variants,
    primaryMetric: row.primary_metric,
    metrics: row.metrics,
    allocation: row.allocation,
    exclusionGroup: row.exclusion_group,
    range: start === null || end === null ? null : { start, end },
    audience: audience && {
      ...audience,
      registeredFrom: toDate(audience.registeredFrom),
      registeredUntil: toDate(audience.registeredUntil),
    },
    minimumDetectableEffect: row.minimum_detectable_effect,
    inference: row.inference,
    phases: row.phases.map(({ from, weights }) => ({ from: new Date(from), weights })),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

const toDate = (text: string | null) => (text === null ? null : new Date(text));
