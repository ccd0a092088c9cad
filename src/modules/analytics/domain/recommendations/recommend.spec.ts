import fc from 'fast-check';
import { MAX_RECOMMENDATIONS, recommend, SPEAKING_RELEASES } from './recommend';

const near = (releaseId: string, similarities: Readonly<Record<string, number>>) => ({
  releaseId,
  neighbours: Object.entries(similarities).map(([other, similarity]) => ({ releaseId: other, similarity })),
});
const nothing = { seen: [], neighbours: [], popularInGenres: [], popular: [] };

describe('recommend', () => {
  it('adds up similarities, of which the last view counts most', () => {
    const seen = ['x', 'y', 'z'];
    const neighbours = [
      near('z', { c: 0.9 }),
      near('x', { a: 0.3, b: 0.2, y: 0.9 }),
      near('y', { b: 0.3, d: 0.5 }),
    ];
    // a 0.3, b 0.2 + 0.3/2 = 0.35, c 0.9/3 = 0.3, d 0.5/2 = 0.25; y is known. Of the equals a comes first.
    expect(recommend({ ...nothing, seen, neighbours })).toEqual(['b', 'a', 'c', 'd']);
  });

  it('fills up with popular releases of the genres, then with any, each once', () => {
    const sources = {
      seen: ['x', 'p2'],
      neighbours: [near('x', { a: 0.1 })],
      popularInGenres: ['x', 'g1', 'a', 'g2'],
      popular: ['p1', 'g2', 'p2', 'p3'],
    };
    expect(recommend(sources)).toEqual(['a', 'g1', 'g2', 'p1', 'p3']);
  });

  it('hears the last ten releases only', () => {
    const seen = Array.from({ length: SPEAKING_RELEASES + 1 }, (_, index) => `s${index}`);
    const neighbours = seen.map((releaseId, index) => near(releaseId, { [`n${index}`]: 0.5 }));
    expect(recommend({ ...nothing, seen, neighbours })).toEqual(
      Array.from({ length: SPEAKING_RELEASES }, (_, index) => `n${index}`),
    );
  });

  it('has the popular ones for somebody who has seen nothing, and nothing from nothing', () => {
    expect(recommend({ ...nothing, popular: ['p1', 'p2'] })).toEqual(['p1', 'p2']);
    expect(recommend(nothing)).toEqual([]);
  });

  it('never holds what was seen, nor anything twice, nor more than ten, nor fewer than there are', () => {
    const anyId = fc.integer({ min: 0, max: 40 }).map((number) => `r${number}`);
    const anyIds = fc.uniqueArray(anyId);
    const anyNeighbours = fc.uniqueArray(
      fc.record({
        releaseId: anyId,
        neighbours: fc.uniqueArray(
          fc.record({ releaseId: anyId, similarity: fc.double({ min: 0, max: 1, noNaN: true }) }),
          { selector: ({ releaseId }) => releaseId },
        ),
      }),
      { selector: ({ releaseId }) => releaseId },
    );
    const anySources = fc.record({
      seen: anyIds,
      neighbours: anyNeighbours,
      popularInGenres: anyIds,
      popular: anyIds,
    });
    fc.assert(
      fc.property(anySources, (sources) => {
        const found = recommend(sources);
        const { seen, neighbours, popularInGenres, popular } = sources;
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((releaseId) => seen.includes(releaseId))).toEqual([]);
        const fillers = new Set([...popularInGenres, ...popular].filter((id) => !seen.includes(id)));
        expect(found.length).toBeLessThanOrEqual(MAX_RECOMMENDATIONS);
        expect(found.length).toBeGreaterThanOrEqual(Math.min(MAX_RECOMMENDATIONS, fillers.size));
        // The order in which the database brings the rows makes no difference.
        expect(recommend({ ...sources, neighbours: neighbours.toReversed() })).toEqual(found);
      }),
    );
  });
});
