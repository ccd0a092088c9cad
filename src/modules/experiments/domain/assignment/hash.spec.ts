import fc from 'fast-check';
import { hash } from './hash';

describe('hash', () => {
  it.each([
    ['', 'a', 1, 0.22],
    ['b', 'a', 1, 0.946],
    ['seed', 'a', 2, 0.0505],
    ['90850943850283058242805', '123', 2, 0.7516],
    ['abc', 'def', 99, null],
  ])('of seed %j and value %j, version %i, is GrowthBook’s', (seed, value, version, expected) => {
    expect(hash(seed, value, version)).toBe(expected);
  });

  // Answered by @growthbook/growthbook 1.8.0. By UTF-8 they would be 0.6233, 0.005, 0.61 and 0.966; by code
  // points the third would be 0.7982.
  it.each([
    ['тест', 'пользователь', 2, 0.0751],
    ['seed', 'ü', 2, 0.6166],
    ['seed', '🦄', 2, 0.6493],
    ['s', '日本', 1, 0.885],
  ])('takes text beyond ASCII by UTF-16: %s, %s', (seed, value, version, expected) => {
    expect(hash(seed, value, version)).toBe(expected);
  });

  it('lies in 0…1, on the grid of its version', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.constantFrom(1, 2),
        (seed, value, version) => {
          const position = hash(seed, value, version)!;
          const grid = version === 1 ? 1_000 : 10_000;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThan(1);
          expect(Math.round(position * grid) / grid).toBe(position);
        },
      ),
    );
  });
});
