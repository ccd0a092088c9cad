import fc from 'fast-check';
import { allocateNamespaceRange, inNamespace } from './namespace';

describe('inNamespace', () => {
  it.each([
    ['1', 'namespace1', 0, 0.4, false],
    ['1', 'namespace1', 0.4, 1, true],
    ['3', 'namespace2', 0, 0.4, true],
    ['4', 'namespace2', 0.4, 1, false],
  ])('user %s in %s from %d to %d: GrowthBook says %s too', (userId, id, start, end, expected) => {
    expect(inNamespace(userId, { id, start, end })).toBe(expected);
  });

  it('puts every user into exactly one of neighbouring ranges', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 999 }), (userId, cut) => {
        const first = inNamespace(userId, { id: 'group', start: 0, end: cut / 1_000 });
        const second = inNamespace(userId, { id: 'group', start: cut / 1_000, end: 1 });
        expect(first).toBe(!second);
      }),
    );
  });
});

describe('allocateNamespaceRange', () => {
  it('takes the first gap that is wide enough', () => {
    const taken = [
      { start: 0.5, end: 0.7 },
      { start: 0, end: 0.1 },
      { start: 0.2, end: 0.4 },
    ];
    expect(allocateNamespaceRange([], 0.3)).toEqual({ start: 0, end: 0.3 });
    expect(allocateNamespaceRange(taken, 0.1)).toEqual({ start: 0.1, end: 0.2 });
    expect(allocateNamespaceRange(taken, 0.2)).toEqual({ start: 0.7, end: 0.9 });
    expect(allocateNamespaceRange(taken, 0.3)).toEqual({ start: 0.7, end: 1 });
    expect(allocateNamespaceRange(taken, 0.301)).toBeNull();
  });

  it('copes with ranges that overlap, are empty, or hold each other', () => {
    const taken = [
      { start: 0, end: 0.6 },
      { start: 0.1, end: 0.2 },
      { start: 0.3, end: 0.3 },
      { start: 0.5, end: 0.65 },
    ];
    expect(allocateNamespaceRange(taken, 0.35)).toEqual({ start: 0.65, end: 1 });
  });

  it.each([0, -0.1, 1.01, NaN, Infinity])('has no range of size %d', (size) => {
    expect(allocateNamespaceRange([], size)).toBeNull();
  });

  it('keeps ranges apart, and fills the group to the last thousandth', () => {
    const sizes = fc.array(fc.double({ min: 0.0001, max: 0.4, noNaN: true }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(sizes, fc.uuid(), (wanted, userId) => {
        const taken: { start: number; end: number }[] = [];
        for (const size of wanted) {
          const range = allocateNamespaceRange(taken, size);
          if (range === null) {
            expect(taken.at(-1)!.end + size).toBeGreaterThan(1);
            continue;
          }
          expect(range.end - range.start).toBeGreaterThan(size - 1e-12);
          expect(range.start).toBe(taken.at(-1)?.end ?? 0);
          taken.push(range);
        }
        const mine = taken.filter((range) => inNamespace(userId, { id: 'group', ...range }));
        expect(mine.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives a range back that has become free', () => {
    const [first, second, third] = [0, 1, 2].map((k) => ({
      start: (k * 57) / 1_000,
      end: ((k + 1) * 57) / 1_000,
    }));
    expect(allocateNamespaceRange([first!, third!], 0.057)).toEqual(second);
  });
});
