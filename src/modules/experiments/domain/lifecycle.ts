export const TEST_STATUSES = ['draft', 'running', 'paused', 'completed'] as const;
export type TestStatus = (typeof TEST_STATUSES)[number];

export const TEST_ACTIONS = ['start', 'pause', 'complete'] as const;
export type TestAction = (typeof TEST_ACTIONS)[number];

/** What a test is made of, as far as it can be changed. */
export const TEST_FIELDS = [
  'name',
  'variants',
  'variantNames',
  'control',
  'weights',
  'primaryMetric',
  'metrics',
  'allocation',
  'exclusionGroup',
  'audience',
  'minimumDetectableEffect',
  'inference',
  'seed',
] as const;
export type TestField = (typeof TEST_FIELDS)[number];

/** `start` goes on with a paused test as well. A draft cannot be completed: it has shown nothing. */
const TRANSITIONS: Record<TestAction, { readonly from: readonly TestStatus[]; readonly to: TestStatus }> = {
  start: { from: ['draft', 'paused'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  complete: { from: ['running', 'paused'], to: 'completed' },
};

/**
 * What stays open once users have been assigned: texts, what only newcomers meet (weights, allocation,
 * audience), and the further metrics. The rest decides who is compared with whom, or what the test was set out
 * to show and how sure: changed after a look at the data, p-values would mean nothing.
 */
const OPEN_WHILE_UNDER_WAY: readonly TestField[] = [
  'name',
  'variantNames',
  'weights',
  'metrics',
  'allocation',
  'audience',
];

/** The status after `action`; null when a test of this status does not allow it. */
export function statusAfter(status: TestStatus, action: TestAction): TestStatus | null {
  const { from, to } = TRANSITIONS[action];
  return from.includes(status) ? to : null;
}

/**
 * Those of the `changed` fields that may not be changed in this status, in the order given; a completed test is
 * frozen.
 */
export function lockedFields(status: TestStatus, changed: readonly TestField[]): TestField[] {
  switch (status) {
    case 'draft':
      return [];
    case 'running':
    case 'paused':
      return changed.filter((field) => !OPEN_WHILE_UNDER_WAY.includes(field));
    case 'completed':
      return [...changed];
  }
}

/** Whether users without a variant may get one; those who have one keep it in every status. */
export function takesNewUsers(status: TestStatus): boolean {
  return status === 'running';
}
