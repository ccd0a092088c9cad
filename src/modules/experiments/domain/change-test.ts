import { DomainError } from '../../../common/kernel/domain-error';
import type { AbTest, TestDefinition } from './ab-test';
import { checkDefinition } from './check-definition';
import { lockedFields, statusAfter, type TestAction, type TestField } from './lifecycle';

/** A test that nobody has met yet. */
export function draftTest(testId: string, definition: TestDefinition, now: Date): AbTest {
  checkDefinition(definition);
  return {
    ...definition,
    testId,
    status: 'draft',
    range: null,
    phases: [],
    createdAt: now,
    startedAt: null,
    endedAt: null,
  };
}

/**
 * The test with some of its definition changed. What the status does not allow to change is `test.locked_field`. Weights
 * of a test under way begin a new phase: whoever has a variant keeps it.
 */
export function changeDefinition(test: AbTest, change: Partial<TestDefinition>, now: Date): AbTest {
  const changed = { ...test, ...change };
  const fields = changedFields(test, changed);
  const [locked] = lockedFields(test.status, fields);
  if (locked) {
    const field = FIELD_NAMES[locked];
    throw new DomainError('conflict', 'test.locked_field', { field, status: test.status }, field);
  }
  checkDefinition(changed);
  const beginsPhase = test.phases.length > 0 && fields.includes('weights');
  return beginsPhase ? { ...changed, phases: [...test.phases, phaseOf(changed, now)] } : changed;
}

/** The test after an action; `test.wrong_status` where its status does not allow it. */
export function act(test: AbTest, action: TestAction, now: Date): AbTest {
  const status = statusAfter(test.status, action);
  if (status === null)
    throw new DomainError('conflict', 'test.wrong_status', { action, status: test.status }, 'status');
  switch (status) {
    case 'running':
      return {
        ...test,
        status,
        startedAt: test.startedAt ?? now,
        phases: test.phases.length > 0 ? test.phases : [phaseOf(test, now)],
      };
    case 'completed':
      return { ...test, status, endedAt: now, range: null };
    case 'draft':
    case 'paused':
      return { ...test, status };
  }
}

function phaseOf({ variants }: TestDefinition, from: Date) {
  return { from, weights: variants.map(({ weight }) => weight) };
}

/** As they are called in requests. */
const FIELD_NAMES: Record<TestField, string> = {
  name: 'name',
  variants: 'variants',
  variantNames: 'variants.variant_name',
  control: 'variants.is_control',
  weights: 'variants.weight',
  primaryMetric: 'primary_metric',
  metrics: 'metrics',
  allocation: 'allocation',
  exclusionGroup: 'exclusion_group',
  audience: 'audience',
  minimumDetectableEffect: 'minimum_detectable_effect',
  inference: 'inference',
  seed: 'seed',
};

function changedFields(before: TestDefinition, after: TestDefinition): TestField[] {
  return (Object.keys(PARTS) as TestField[]).filter(
    (field) => JSON.stringify(PARTS[field](before)) !== JSON.stringify(PARTS[field](after)),
  );
}

/** What has to be another for a field to have changed. Variants are what they are called; their order counts. */
const PARTS: Record<TestField, (definition: TestDefinition) => unknown> = {
  name: ({ name }) => name,
  variants: ({ variants }) => variants.map(({ variantId }) => variantId),
  variantNames: ({ variants }) => variants.map(({ name }) => name),
  control: ({ variants }) => variants.map(({ isControl }) => isControl),
  weights: ({ variants }) => variants.map(({ weight }) => weight),
  primaryMetric: ({ primaryMetric }) => primaryMetric,
  metrics: ({ metrics }) =>
    metrics.map(({ name, role, direction, margin }) => [name, role, direction, margin]),
  allocation: ({ allocation }) => allocation,
  exclusionGroup: ({ exclusionGroup }) => exclusionGroup,
  audience: ({ audience }) =>
    audience && [audience.role, audience.genre, audience.registeredFrom, audience.registeredUntil],
  minimumDetectableEffect: ({ minimumDetectableEffect }) => minimumDetectableEffect,
  inference: ({ inference }) => inference,
  seed: ({ seed }) => seed,
};
