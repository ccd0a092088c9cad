import { DomainError } from '../../../common/kernel/domain-error';
import type { AbTest } from './ab-test';
import { allocateNamespaceRange, resizeNamespaceRange } from './assignment/namespace';
import type { AssignmentRequest } from './assignment/assign';

/**
 * Gives a test that gets under way, or whose allocation has changed, its part of its exclusion group: as wide as the
 * allocation, and touching none of `rivals`, the other tests under way there. A part that it has already only grows or
 * shrinks at its end, which moves nobody else. Without room: `test.group_full`.
 */
export function withRange(test: AbTest, rivals: readonly AbTest[]): AbTest {
  const { allocation, exclusionGroup } = test;
  if (exclusionGroup === null) return { ...test, range: null };
  const taken = rivals.flatMap(({ range }) => range ?? []);
  const range = test.range
    ? resizeNamespaceRange(test.range, allocation, taken)
    : allocateNamespaceRange(taken, allocation);
  if (range === null)
    throw new DomainError('conflict', 'test.group_full', { group: exclusionGroup }, 'allocation');
  return { ...test, range };
}

/** How users are shared out. In a group the test's part of it is all the allocation there is. */
export function assignmentOf(test: AbTest, userId: string, holdout: number): AssignmentRequest {
  const { seed, variants, allocation, exclusionGroup, range } = test;
  const shares = { userId, seed, variants, holdout };
  return exclusionGroup !== null && range !== null
    ? { ...shares, allocation: 1, namespace: { id: exclusionGroup, ...range } }
    : { ...shares, allocation, namespace: null };
}
