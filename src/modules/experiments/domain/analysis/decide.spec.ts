import { compareVariants } from './compare-variants';
import { decide, type Evidence } from './decide';
import type { Inference, MetricArms } from './metric';

interface Case {
  readonly counts: readonly (readonly [users: number, conversions: number])[];
  readonly changes?: Partial<Evidence>;
  readonly weights?: readonly number[];
  readonly inference?: Inference;
}

function verdictOf({ counts, changes = {}, weights = [], inference = 'fixed' }: Case) {
  const arms = counts.map(([users, conversions], index) => ({
    variantId: 'ABCD'[index]!,
    users,
    conversions,
    weight: weights[index] ?? 1,
  }));
  const { comparisons } = compareVariants(
    { kind: 'proportion', arms },
    { controlVariantId: 'A', alpha: 0.05, inference, cuped: false },
  );
  return decide({
    controlVariantId: 'A',
    arms,
    comparisons,
    direction: 'increase',
    alpha: 0.05,
    sampleRatioMismatch: false,
    ...changes,
  });
}

describe('decide', () => {
  it('has no winner in the seed’s example, but a leader', () => {
    const verdict = verdictOf({
      counts: [
        [500, 50],
        [500, 65],
      ],
    });
    expect(verdict).toMatchObject({
      leaderVariantId: 'B',
      winnerVariantId: null,
      isSignificant: false,
      reason: 'not_significant',
      obstacles: ['not_significant'],
    });
    expect(verdict.statisticalSignificance).toBeCloseTo(0.137, 3);
    expect(verdict.decisive!.lift).toBeCloseTo(0.3, 10);
  });

  it('lets a better treatment win', () => {
    expect(
      verdictOf({
        counts: [
          [5_000, 500],
          [5_000, 650],
        ],
      }),
    ).toMatchObject({
      leaderVariantId: 'B',
      winnerVariantId: 'B',
      isSignificant: true,
      reason: 'winner',
      obstacles: [],
    });
  });

  it('lets the control win when every treatment is significantly worse', () => {
    const verdict = verdictOf({
      counts: [
        [5_000, 650],
        [5_000, 500],
        [5_000, 570],
      ],
    });
    expect(verdict).toMatchObject({ leaderVariantId: 'A', winnerVariantId: 'A', isSignificant: true });
    expect(verdict.decisive!.variantId).toBe('C');
    expect(verdict.statisticalSignificance).toBe(verdict.decisive!.pValue);
  });

  it('lets the control lead only while one treatment may be as good', () => {
    const verdict = verdictOf({
      counts: [
        [5_000, 650],
        [5_000, 500],
        [5_000, 645],
      ],
    });
    expect(verdict).toMatchObject({ leaderVariantId: 'A', winnerVariantId: null, reason: 'not_significant' });
    expect(verdict.decisive!.variantId).toBe('C');
  });

  it('calls the least sure comparison decisive for the control, not the nearest estimate', () => {
    // C is farther off than B, but has few users.
    const verdict = verdictOf({
      counts: [
        [50_000, 6_500],
        [50_000, 6_000],
        [100, 11],
      ],
    });
    expect(verdict.leaderVariantId).toBe('A');
    expect(verdict.decisive!.variantId).toBe('C');
  });

  it('goes by what is better', () => {
    const counts = [
      [5_000, 650],
      [5_000, 500],
    ] as const;
    expect(verdictOf({ counts, changes: { direction: 'decrease' } }).winnerVariantId).toBe('B');
    expect(verdictOf({ counts, changes: { direction: 'increase' } }).winnerVariantId).toBe('A');
  });

  it('prefers a treatment that is proved better to one that only looks so', () => {
    const verdict = verdictOf({
      counts: [
        [5_000, 500],
        [60, 9],
        [5_000, 650],
      ],
    });
    expect(verdict).toMatchObject({ leaderVariantId: 'C', winnerVariantId: 'C' });
  });

  it('takes the best estimate of those proved better', () => {
    const verdict = verdictOf({
      counts: [
        [5_000, 500],
        [5_000, 650],
        [5_000, 700],
      ],
    });
    expect(verdict.winnerVariantId).toBe('C');
  });

  it('needs the adjusted p-value below α', () => {
    // p = 0.0339 alone; with a second treatment twice that.
    const pair = [
      [1_000, 100],
      [1_000, 130],
    ] as const;
    expect(verdictOf({ counts: pair }).isSignificant).toBe(true);
    const verdict = verdictOf({ counts: [...pair, [1_000, 101]] });
    expect(verdict.statisticalSignificance!).toBeLessThan(0.05);
    expect(verdict.isSignificant).toBe(false);
  });

  it('needs more when it may be looked at any time', () => {
    const counts = [
      [5_000, 500],
      [5_000, 570],
    ] as const;
    expect(verdictOf({ counts }).reason).toBe('winner');
    expect(verdictOf({ counts, inference: 'sequential' }).reason).toBe('not_significant');
  });

  it('tells all obstacles, the gravest first', () => {
    expect(
      verdictOf({
        counts: [
          [40, 3],
          [45, 4],
        ],
        changes: { sampleRatioMismatch: true },
      }),
    ).toMatchObject({
      winnerVariantId: null,
      reason: 'sample_ratio_mismatch',
      obstacles: ['sample_ratio_mismatch', 'too_few_users', 'too_few_conversions', 'not_significant'],
    });
  });

  it.each([
    [
      'sample_ratio_mismatch',
      {
        counts: [
          [5_000, 500],
          [5_000, 650],
        ],
        changes: { sampleRatioMismatch: true },
      },
    ],
    [
      'too_few_users',
      {
        counts: [
          [49, 5],
          [5_000, 2_500],
        ],
      },
    ],
    [
      'too_few_conversions',
      {
        counts: [
          [5_000, 4],
          [5_000, 650],
        ],
      },
    ],
  ] as [string, Case][])('has no winner for %s, significant or not', (reason, given) => {
    expect(verdictOf(given)).toMatchObject({
      winnerVariantId: null,
      isSignificant: true,
      reason,
      obstacles: [reason],
    });
  });

  it('ignores an arm that is switched off and small, but not one that is switched off and large', () => {
    const counts = [
      [5_000, 500],
      [5_000, 650],
      [10, 8],
    ] as const;
    expect(verdictOf({ counts }).reason).toBe('too_few_users');
    expect(verdictOf({ counts, weights: [1, 1, 0] }).winnerVariantId).toBe('B');
    const large = [
      [5_000, 500],
      [5_000, 520],
      [4_000, 600],
    ] as const;
    expect(verdictOf({ counts: large, weights: [1, 1, 0] }).winnerVariantId).toBe('C');
  });

  it('has no leader without users, and lets the control lead at a tie', () => {
    expect(
      verdictOf({
        counts: [
          [0, 0],
          [0, 0],
        ],
      }),
    ).toMatchObject({
      leaderVariantId: null,
      decisive: null,
      statisticalSignificance: null,
      reason: 'too_few_users',
    });
    expect(
      verdictOf({
        counts: [
          [500, 50],
          [500, 50],
        ],
      }),
    ).toMatchObject({
      leaderVariantId: 'A',
      winnerVariantId: null,
      statisticalSignificance: 1,
    });
  });

  it('asks means for users, not for conversions', () => {
    const metric: MetricArms = {
      kind: 'mean',
      arms: ['A', 'B'].map((variantId, index) => ({
        variantId,
        users: 60,
        sum: 60 * (10 + 5 * index),
        sumOfSquares: 60 * ((10 + 5 * index) ** 2 + 25),
      })),
    };
    const { comparisons } = compareVariants(metric, {
      controlVariantId: 'A',
      alpha: 0.05,
      inference: 'fixed',
      cuped: false,
    });
    const arms = ['A', 'B'].map((variantId) => ({ variantId, users: 60, conversions: null, weight: 1 }));
    const verdict = decide({
      controlVariantId: 'A',
      arms,
      comparisons,
      direction: 'increase',
      alpha: 0.05,
      sampleRatioMismatch: false,
    });
    expect(verdict.winnerVariantId).toBe('B');
  });
});
