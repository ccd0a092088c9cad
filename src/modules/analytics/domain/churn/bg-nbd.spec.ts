import fc from 'fast-check';
import {
  type BgNbdParameters,
  type CountedSummary,
  expectedFurtherVisits,
  expectedVisits,
  fitBgNbd,
  probabilityAlive,
} from './bg-nbd';
import { scaledHypergeometric } from './scaled-hypergeometric';

const logUniform = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
const model: fc.Arbitrary<BgNbdParameters> = fc.record({
  r: logUniform(0.01, 100),
  alpha: logUniform(0.1, 3_000),
  a: logUniform(0.001, 3_000),
  b: logUniform(0.001, 3_000),
});
const history = fc
  .record({
    repeats: fc.integer({ min: 0, max: 400 }),
    first: fc.integer({ min: 0, max: 2_000 }),
    idle: fc.integer({ min: 0, max: 2_000 }),
  })
  .map(({ repeats, first, idle }) => {
    const recency = repeats === 0 ? 0 : Math.max(first, repeats);
    return { repeats, recency, age: recency + idle };
  });

describe('scaledHypergeometric', () => {
  it('agrees with closed forms', () => {
    // ₂F₁(a, b; b; z) = (1 − z)^−a and ₂F₁(1, 1; 2; z) = −ln(1 − z)/z.
    for (const z of [0, 0.3, 0.99]) {
      expect(scaledHypergeometric(2.5, 7, 7, z)).toBeCloseTo(1, 12);
      if (z > 0) expect(scaledHypergeometric(1, 1, 2, z)).toBeCloseTo((-(1 - z) * Math.log(1 - z)) / z, 12);
    }
    // ₂F₁(1, 2; −1/2; 1/4), summed in fractions.
    expect(scaledHypergeometric(1, 2, -0.5, 0.25) / 0.75).toBeCloseTo(-3.343555084617939, 12);
  });
});

describe('BG/NBD', () => {
  it('is certain of nothing but of people who have not come again, and loses hope with time', () => {
    fc.assert(
      fc.property(model, history, fc.integer({ min: 1, max: 500 }), (given, own, later) => {
        const alive = probabilityAlive(given, own);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        if (own.repeats === 0) expect(alive).toBe(1);
        expect(probabilityAlive(given, { ...own, age: own.age + later })).toBeLessThanOrEqual(alive);
      }),
    );
  });

  it('expects more visits of a longer time, and no more than without leaving', () => {
    fc.assert(
      fc.property(model, history, fc.integer({ min: 1, max: 400 }), (given, own, duration) => {
        const expected = expectedFurtherVisits(given, own, duration);
        const most = ((given.r + own.repeats) / (given.alpha + own.age)) * duration;
        expect(expected).toBeGreaterThanOrEqual(0);
        expect(expected).toBeLessThanOrEqual(most * (1 + 1e-4) + 1e-6);
        const longer = expectedFurtherVisits(given, own, 2 * duration);
        expect(longer).toBeGreaterThanOrEqual(expected * (1 - 1e-6) - 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('is fitted to people who are all alike too', () => {
    const alike = Array.from({ length: 120 }, (_, n): CountedSummary => {
      const repeats = n % 6;
      return { repeats, recency: 30 * repeats, age: 240 - (n % 5), people: 1 };
    });
    const fit = fitBgNbd(alike)!;
    expect(Object.values(fit).every(Number.isFinite)).toBe(true);
    const foreseen = expectedVisits(fit, 238);
    expect(foreseen).toBeGreaterThan(2);
    expect(foreseen).toBeLessThan(3);
  });

  it('counts people who are alike by their number', () => {
    const people = [
      { repeats: 2, recency: 20, age: 40 },
      { repeats: 0, recency: 0, age: 40 },
      { repeats: 5, recency: 39, age: 60 },
      { repeats: 1, recency: 3, age: 50 },
    ];
    const twice = fitBgNbd(people.map((own) => ({ ...own, people: 2 })))!;
    const apart = fitBgNbd([...people, ...people].map((own) => ({ ...own, people: 1 })))!;
    expect(twice.logLikelihood).toBeCloseTo(apart.logLikelihood, 6);
  });
});
