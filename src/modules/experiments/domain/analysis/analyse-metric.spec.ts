import { anAbTest } from '../../../../../test/factories/experiment.factory';
import type { AbTest } from '../ab-test';
import type { ExposureCounts } from '../assignment.repository';
import { analyseMetric } from './analyse-metric';
import type { MetricArms } from './metric';
import { recommend } from './recommend';
import { warningsOf } from './warnings';

const OPTIONS = { inference: 'fixed', cuped: false } as const;
const QUESTION = { cuped: false, winsorize: null };

function conversions(...arms: readonly (readonly [users: number, conversions: number])[]): MetricArms {
  return {
    kind: 'proportion',
    arms: arms.map(([users, converted], index) => ({
      variantId: 'ABC'[index]!,
      users,
      conversions: converted,
    })),
  };
}

const exposed = (...users: number[]): ExposureCounts => ({
  arms: users.map((count, index) => ({
    variantId: 'ABC'[index]!,
    phase: 0,
    users: count,
    recentUsers: count / 5,
  })),
  multiple: 0,
});

function judge(metric: MetricArms, exposures: ExposureCounts, test: AbTest = anAbTest()) {
  const analysis = analyseMetric(test, 'conversion_rate', metric, exposures, OPTIONS);
  const asked = {
    test,
    kind: 'proportion',
    declared: undefined,
    question: QUESTION,
    settings: OPTIONS,
  } as const;
  return {
    analysis,
    recommendation: recommend(test, analysis, []),
    warnings: warningsOf({ ...asked, analysis }),
  };
}

describe('analyseMetric', () => {
  it('tells how many users and days the seed’s example lacks', () => {
    const { analysis, recommendation } = judge(conversions([500, 50], [500, 65]), exposed(500, 500));
    expect(analysis.sample).toEqual({ requiredPerVariant: 1774, missingUsers: 2548, daysLeft: 90 });
    expect(recommendation).toMatchObject({ key: 'more_users', missingUsers: 2548, requiredPerVariant: 1774 });
    expect(recommendation.pValue).toBeCloseTo(0.137, 3);
  });

  it('plans for the effect that the test was set out to find', () => {
    const test = anAbTest({ minimumDetectableEffect: 0.5 });
    const { analysis, recommendation } = judge(conversions([900, 90], [900, 90]), exposed(900, 900), test);
    expect(analysis.sample!.missingUsers).toBe(0);
    expect(recommendation.key).toBe('enough_users');
  });

  it('holds each phase of weights against its own', () => {
    const phases = [
      { from: new Date('2026-02-01T12:00:00Z'), weights: [1, 1] },
      { from: new Date('2026-02-10T12:00:00Z'), weights: [1, 9] },
    ];
    const arm = (variantId: string, phase: number, users: number) => ({
      variantId,
      phase,
      users,
      recentUsers: 0,
    });
    const exposures = {
      arms: [arm('A', 0, 500), arm('B', 0, 500), arm('A', 1, 100), arm('B', 1, 900)],
      multiple: 0,
    };
    const { analysis } = judge(
      conversions([600, 60], [1_400, 140]),
      exposures,
      anAbTest({ phases, minimumDetectableEffect: 0.1 }),
    );
    expect(analysis.sampleRatio).toMatchObject({ chi2: 0, df: 2, mismatch: false });
    expect(analysis.sample!.daysLeft).toBeNull();
  });

  it('says what stands in the way, first things first', () => {
    expect(judge(conversions([0, 0], [0, 0]), exposed()).recommendation).toEqual({ key: 'no_data' });
    expect(judge(conversions([20, 2], [20, 3]), exposed(20, 20)).recommendation).toEqual({
      key: 'too_few_users',
    });
    expect(judge(conversions([90, 2], [90, 9]), exposed(90, 90)).recommendation).toEqual({
      key: 'too_few_conversions',
    });
    const lopsided = judge(conversions([900, 90], [500, 90]), exposed(900, 500));
    expect(lopsided.recommendation.key).toBe('sample_ratio_mismatch');
    expect(lopsided.warnings).toContain('sample_ratio_mismatch');
  });

  it('lets the control win', () => {
    const { recommendation } = judge(conversions([2_000, 300], [2_000, 200]), exposed(2_000, 2_000));
    expect(recommendation).toMatchObject({ key: 'control_wins', variant: 'Control' });
  });

  it('goes by what the test says is better', () => {
    const metrics = [{ name: 'conversion_rate', role: 'goal', direction: 'decrease', margin: null } as const];
    const { analysis } = judge(
      conversions([2_000, 300], [2_000, 200]),
      exposed(2_000, 2_000),
      anAbTest({ metrics }),
    );
    expect(analysis.verdict.winnerVariantId).toBe('B');
  });

  it('does not recommend who harms a guardrail', () => {
    const test = anAbTest();
    const { analysis } = judge(conversions([2_000, 200], [2_000, 300]), exposed(2_000, 2_000), test);
    const guardrail = (verdict: 'fail' | 'inconclusive') => ({
      name: 'complaint_rate',
      variants: [{ variantId: 'B', lift: 0.5, worst: 0.9, verdict }],
    });
    expect(recommend(test, analysis, [guardrail('inconclusive')]).key).toBe('winner');
    expect(recommend(test, analysis, [guardrail('fail')])).toMatchObject({
      key: 'winner_harms',
      variant: 'Variant B',
      metric: 'complaint_rate',
    });
  });
});
