import fc from 'fast-check';
import { chiSquareUpperP } from '../statistics/chi-square-test';
import { assign, type AssignmentRequest, inHoldout } from './assign';

const request = (changes: Partial<AssignmentRequest>): AssignmentRequest => ({
  userId: '1',
  seed: 'foo',
  variants: [
    { variantId: 'A', weight: 1 },
    { variantId: 'B', weight: 1 },
  ],
  allocation: 1,
  namespace: null,
  ...changes,
});

const anyVariants = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e3, noNaN: true })), {
    minLength: 2,
    maxLength: 8,
  })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => weights.map((weight, index) => ({ variantId: `v${index}`, weight })));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Ids as ours are, the same in every run. */
const userIds = Array.from(
  { length: 20_000 },
  (_, index) => `00000000-0000-4000-8000-${(index * 7_919).toString(16).padStart(12, '0')}`,
);

/** p-value of the counts of `answers` against the expected shares. */
function fit(answers: readonly unknown[], expected: readonly (readonly [unknown, number])[]): number {
  const chi2 = expected.reduce((sum, [answer, part]) => {
    const count = answers.filter((given) => given === answer).length;
    return sum + (count - part * answers.length) ** 2 / (part * answers.length);
  }, 0);
  return chiSquareUpperP(chi2, expected.length - 1);
}

describe('assign', () => {
  it.each([
    { seed: 'foo', userId: '1', weights: [1, 1], variant: 'v1' },
    { seed: 'seed', userId: 'a', weights: [1, 1], variant: 'v0' },
    { seed: 'seed', userId: 'b', weights: [1, 3], variant: 'v1' },
    { seed: 'seed', userId: 'b', weights: [3, 1], variant: 'v0' },
  ])(
    'user $userId with seed $seed and weights $weights gets $variant',
    ({ seed, userId, weights, variant }) => {
      const variants = weights.map((weight, index) => ({ variantId: `v${index}`, weight }));
      expect(assign(request({ seed, userId, variants }))).toBe(variant);
    },
  );

  it.each([
    ['the empty user id', { userId: '' }],
    ['a single variant', { variants: [{ variantId: 'A', weight: 1 }] }],
    ['no variants', { variants: [] }],
    ['weights of 0', { variants: ['A', 'B'].map((variantId) => ({ variantId, weight: 0 })) }],
    ['no allocation', { allocation: 0 }],
    ['a range of the namespace without the user', { namespace: { id: 'namespace1', start: 0, end: 0.4 } }],
    ['everybody held out', { holdout: 1 }],
  ])('gives nobody anything with %s', (_, changes) => {
    expect(assign(request(changes))).toBeNull();
  });

  it('gives the variant to users whom namespace and holdout let in', () => {
    const namespace = { id: 'namespace1', start: 0.4, end: 1 };
    expect(assign(request({ namespace, holdout: 0.0001 }))).toBe('B');
  });

  it('answers for any positive weights, and only by their ratios', () => {
    const magnitude = fc.constantFrom(1e-300, 1e-9, 1, 1e9, 1e300);
    fc.assert(
      fc.property(fc.uuid(), anyVariants, magnitude, (userId, variants, factor) => {
        const answer = assign(request({ userId, variants }));
        const weightOf = new Map(variants.map(({ variantId, weight }) => [variantId, weight]));
        expect(weightOf.get(answer!)).toBeGreaterThan(0);
        const powerOfTwo = 2 ** Math.round(Math.log2(factor));
        const scaled = variants.map(({ variantId, weight }) => ({ variantId, weight: weight * powerOfTwo }));
        expect(assign(request({ userId, variants: scaled }))).toBe(answer);
      }),
    );
  });

  it('never moves a user when allocation grows or the holdout shrinks', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.string(),
        anyVariants,
        fc.tuple(share, share),
        fc.tuple(share, share),
        (userId, seed, variants, allocations, holdouts) => {
          const before = { allocation: Math.min(...allocations), holdout: Math.max(...holdouts) };
          const after = { allocation: Math.max(...allocations), holdout: Math.min(...holdouts) };
          const variant = assign(request({ userId, seed, variants, ...before }));
          if (variant !== null) expect(assign(request({ userId, seed, variants, ...after }))).toBe(variant);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never lets a user into two tests of one exclusion group', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string(), fc.integer({ min: 0, max: 1_000 }), (userId, id, cut) => {
        const first = { id, start: 0, end: cut / 1_000 };
        const second = { id, start: cut / 1_000, end: 1 };
        const answers = [first, second].map((namespace, index) =>
          assign(request({ userId, seed: `test ${index}`, namespace })),
        );
        expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
      }),
    );
  });

  it('shares users out by the weights, whatever allocation and namespace', () => {
    const variants = [
      { variantId: 'A', weight: 5 },
      { variantId: 'B', weight: 0 },
      { variantId: 'C', weight: 3 },
    ];
    const settings = { seed: '3f2c', variants, allocation: 0.5 };
    const all = userIds.map((userId) => assign(request({ userId, ...settings })));
    const shares = [
      ['A', 0.3125],
      ['C', 0.1875],
      [null, 0.5],
    ] as const;
    expect(fit(all, shares)).toBeGreaterThan(0.001);
    expect(all).not.toContain('B');

    const namespace = { id: 'home page', start: 0.25, end: 0.75 };
    const within = userIds.map((userId) =>
      assign(request({ userId, ...settings, allocation: 1, namespace })),
    );
    expect(
      fit(
        within.filter((answer) => answer !== null),
        [
          ['A', 0.625],
          ['C', 0.375],
        ],
      ),
    ).toBeGreaterThan(0.001);
  });

  it('shares users out anew in every test', () => {
    const pairs = userIds.map((userId) =>
      ['test 1', 'test 2'].map((seed) => assign(request({ userId, seed }))).join(),
    );
    expect(
      fit(
        pairs,
        ['A,A', 'A,B', 'B,A', 'B,B'].map((pair) => [pair, 0.25]),
      ),
    ).toBeGreaterThan(0.001);
  });
});

describe('inHoldout', () => {
  it('holds the share of users, and those of smaller shares', () => {
    const held = userIds.filter((userId) => inHoldout(userId, 0.05));
    expect(held.length / userIds.length).toBeCloseTo(0.05, 2);
    expect(held.every((userId) => inHoldout(userId, 0.06))).toBe(true);
    expect(userIds.filter((userId) => inHoldout(userId, 0))).toEqual([]);
  });
});
