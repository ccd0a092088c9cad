import fc from 'fast-check';
import { findItemNeighbours } from './item-neighbours';
import type { ViewerItems } from './viewer-items';

const PLAIN = { perItem: 50, leastViewers: 1, shrinkage: 0 };

const viewsOf = (lists: readonly (readonly number[])[], itemCount: number): ViewerItems => {
  const offsets = [0];
  for (const list of lists) offsets.push(offsets.at(-1)! + list.length);
  return { itemCount, items: Int32Array.from(lists.flat()), offsets: Int32Array.from(offsets) };
};

/** By item: pairs of neighbour and similarity. */
const neighboursOf = (
  lists: readonly (readonly number[])[],
  itemCount: number,
  rules?: typeof PLAIN,
): [number, number][][] => {
  const { offsets, items, similarities } = findItemNeighbours(viewsOf(lists, itemCount), rules);
  expect(items).toHaveLength(offsets[itemCount]!);
  expect(similarities).toHaveLength(offsets[itemCount]!);
  return Array.from({ length: itemCount }, (_, item) =>
    Array.from(items.subarray(offsets[item], offsets[item + 1]), (other, index) => [
      other,
      similarities[offsets[item]! + index]!,
    ]),
  );
};

/** Straight from the definition. */
const recount = (
  lists: readonly (readonly number[])[],
  itemCount: number,
  { perItem, leastViewers, shrinkage }: typeof PLAIN,
): [number, number][][] => {
  const audience = (...wanted: number[]) =>
    lists.filter((list) => wanted.every((item) => list.includes(item))).length;
  const all = Array.from({ length: itemCount }, (_, item) => item);
  return all.map((item) =>
    all
      .filter((other) => other !== item && audience(item, other) >= leastViewers)
      .map((other): [number, number] => {
        const shared = audience(item, other);
        const cosine = shared / Math.sqrt(audience(item) * audience(other));
        return [other, Math.fround((cosine * shared) / (shared + shrinkage))];
      })
      .sort(([a, near], [b, far]) => far - near || a - b)
      .slice(0, perItem),
  );
};

const anyLists = (itemCount: number) =>
  fc.array(fc.uniqueArray(fc.nat({ max: itemCount - 1 })), { maxLength: 30 });
const anyCase = fc.integer({ min: 1, max: 12 }).chain((itemCount) =>
  fc.record({
    itemCount: fc.constant(itemCount),
    lists: anyLists(itemCount),
    rules: fc.record({
      perItem: fc.integer({ min: 1, max: 12 }),
      leastViewers: fc.integer({ min: 1, max: 3 }),
      shrinkage: fc.double({ min: 0, max: 5, noNaN: true }),
    }),
  }),
);

describe('neighbours of items', () => {
  it('have the cosine over viewers', () => {
    // Viewers of 0: a, b, c; of 1: a, b; of 2: c; of 3: nobody.
    const lists = [[0, 1], [1, 0], [0, 2], []];
    const [first, second, third, fourth] = neighboursOf(lists, 4, PLAIN);
    expect(first!.map(([item]) => item)).toEqual([1, 2]);
    expect(first![0]![1]).toBeCloseTo(2 / Math.sqrt(6), 6);
    expect(first![1]![1]).toBeCloseTo(1 / Math.sqrt(3), 6);
    expect(second).toEqual([[0, first![0]![1]]]);
    expect(third).toEqual([[0, first![1]![1]]]);
    expect(fourth).toEqual([]);
  });

  it('need two people who have watched both, and count for less where there are few', () => {
    const lists = [
      [0, 1],
      [0, 1],
      [0, 2],
    ];
    // Plain 2 ÷ √(3·2), times 2 ÷ (2 + 2).
    expect(neighboursOf(lists, 3)[0]).toEqual([[1, Math.fround(1 / Math.sqrt(6))]]);
    expect(neighboursOf(lists, 3)[2]).toEqual([]);
  });

  it('are at most fifty, of equals the lower ones', () => {
    const all = Array.from({ length: 60 }, (_, item) => 59 - item);
    const [first] = neighboursOf([all, all], 60);
    expect(first!.map(([item]) => item)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('are none without views', () => {
    expect(neighboursOf([], 0)).toEqual([]);
    expect(neighboursOf([], 2)).toEqual([[], []]);
    expect(neighboursOf([[]], 2)).toEqual([[], []]);
  });

  it('are those of the definition, for any lists and rules', () => {
    fc.assert(
      fc.property(anyCase, ({ lists, itemCount, rules }) => {
        expect(neighboursOf(lists, itemCount, rules)).toEqual(recount(lists, itemCount, rules));
      }),
    );
  });

  it('are as near from either side', () => {
    fc.assert(
      fc.property(anyLists(8), (lists) => {
        const found = neighboursOf(lists, 8, PLAIN).map((row) => new Map(row));
        found.forEach((row, item) => {
          for (const [other, similarity] of row) {
            expect(found[other]!.get(item)).toBe(similarity);
            expect(similarity).toBeGreaterThan(0);
            expect(similarity).toBeLessThanOrEqual(1);
          }
        });
      }),
    );
  });
});
