import {
  lockedFields,
  statusAfter,
  takesNewUsers,
  TEST_ACTIONS,
  TEST_FIELDS,
  TEST_STATUSES,
} from './lifecycle';

describe('the life of a test', () => {
  it('goes from draft to running, to paused and back, and ends completed', () => {
    const table = TEST_STATUSES.map((status) => TEST_ACTIONS.map((action) => statusAfter(status, action)));
    expect(table).toEqual([
      ['running', null, null],
      [null, 'paused', 'completed'],
      ['running', null, 'completed'],
      [null, null, null],
    ]);
  });

  it('takes new users while it runs', () => {
    expect(TEST_STATUSES.filter(takesNewUsers)).toEqual(['running']);
  });

  it('leaves everything open in a draft, and nothing once completed', () => {
    expect(lockedFields('draft', TEST_FIELDS)).toEqual([]);
    expect(lockedFields('completed', TEST_FIELDS)).toEqual([...TEST_FIELDS]);
    expect(lockedFields('completed', [])).toEqual([]);
  });

  it.each(['running', 'paused'] as const)('keeps what decides the comparison while %s', (status) => {
    expect(lockedFields(status, TEST_FIELDS)).toEqual([
      'variants',
      'control',
      'primaryMetric',
      'exclusionGroup',
      'minimumDetectableEffect',
      'inference',
      'seed',
    ]);
    expect(lockedFields(status, ['weights', 'name', 'seed'])).toEqual(['seed']);
  });
});
