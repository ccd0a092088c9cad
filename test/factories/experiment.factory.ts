import type { AbTest } from '../../src/modules/experiments/domain/ab-test';
import { testId } from './ids';

/** A running test of two equal variants; name only what the spec is about. */
export function anAbTest(given: Partial<AbTest> = {}): AbTest {
  const startedAt = new Date('2026-02-01T12:00:00Z');
  return {
    testId: testId(1),
    name: 'A test',
    status: 'running',
    variants: [
      { variantId: 'A', name: 'Control', weight: 1, isControl: true },
      { variantId: 'B', name: 'Variant B', weight: 1, isControl: false },
    ],
    primaryMetric: 'conversion_rate',
    metrics: [],
    allocation: 1,
    exclusionGroup: null,
    range: null,
    audience: null,
    minimumDetectableEffect: null,
    inference: 'fixed',
    seed: 'seed',
    phases: [{ from: startedAt, weights: [1, 1] }],
    createdAt: startedAt,
    startedAt,
    endedAt: null,
    ...given,
  };
}
