import { memorySettings } from './settings';

const GIB = 2 ** 30;

describe('memorySettings', () => {
  it.each([
    ['a small machine', GIB / 4, '64MB'],
    ['a machine of 1 GB', GIB, '128MB'],
    ['a machine of 4 GB', 4 * GIB, '512MB'],
    ['a big machine', 64 * GIB, '1024MB'],
  ])('gives %s an eighth of its memory, within bounds', (_, memory, buffers) => {
    expect(memorySettings(memory).shared_buffers).toBe(buffers);
  });

  it('lets the planner count on half of the memory', () => {
    expect(memorySettings(4 * GIB).effective_cache_size).toBe('2048MB');
  });
});
