import { type GuardrailSettings, judgeGuardrail } from './judge-guardrail';
import type { MetricArms } from './metric';

const settings: GuardrailSettings = {
  controlVariantId: 'A',
  alpha: 0.05,
  inference: 'fixed',
  cuped: false,
  direction: 'increase',
  margin: 0.05,
};
const metricOf = (users: number, ...rates: readonly number[]): MetricArms => ({
  kind: 'proportion',
  arms: rates.map((rate, index) => ({
    variantId: 'ABC'[index]!,
    users,
    conversions: Math.round(users * rate),
  })),
});
const judge = (metric: MetricArms, changes: Partial<GuardrailSettings> = {}) =>
  judgeGuardrail(metric, { ...settings, ...changes })[0]!;

describe('judgeGuardrail', () => {
  it('passes what is no worse than the margin for sure, even if it is worse', () => {
    const judgement = judge(metricOf(100_000, 0.5, 0.49));
    expect(judgement.lift).toBeCloseTo(-0.02, 10);
    expect(judgement.worst!).toBeGreaterThan(-0.05);
    expect(judgement.verdict).toBe('pass');
  });

  it('fails what is worse than the margin for sure', () => {
    expect(judge(metricOf(100_000, 0.5, 0.45)).verdict).toBe('fail');
  });

  it('does not know with few users', () => {
    expect(judge(metricOf(500, 0.5, 0.49)).verdict).toBe('inconclusive');
    expect(judge(metricOf(500, 0.5, 0.47)).verdict).toBe('inconclusive');
  });

  it('looks at the other side of a metric of which less is better', () => {
    const less = { direction: 'decrease' } as const;
    expect(judge(metricOf(100_000, 0.5, 0.45), less).verdict).toBe('pass');
    expect(judge(metricOf(100_000, 0.5, 0.55), less).verdict).toBe('fail');
    expect(judge(metricOf(500, 0.5, 0.51), less).verdict).toBe('inconclusive');
  });

  it('needs a one-sided bound only', () => {
    // Lift −0.02, its standard error about 0.0172: −0.0485 one-sided, −0.054 two-sided.
    const metric = metricOf(6_670, 0.5, 0.49);
    expect(judge(metric).worst!).toBeCloseTo(-0.048, 2);
    expect(judge(metric).verdict).toBe('pass');
    expect(judge(metric, { alpha: 0.025 }).verdict).toBe('inconclusive');
    expect(judge(metric, { inference: 'sequential' }).verdict).toBe('inconclusive');
  });

  it('asks for an improvement when nothing may be lost', () => {
    expect(judge(metricOf(10_000, 0.5, 0.5), { margin: 0 }).verdict).toBe('inconclusive');
    expect(judge(metricOf(10_000, 0.5, 0.53), { margin: 0 }).verdict).toBe('pass');
    expect(judge(metricOf(10_000, 0.5, 0.47), { margin: 0 }).verdict).toBe('fail');
  });

  it('judges means too, every treatment by itself', () => {
    const arm = (variantId: string, mean: number) => ({
      variantId,
      users: 10_000,
      sum: 10_000 * mean,
      sumOfSquares: 10_000 * (mean ** 2 + 100),
    });
    const metric: MetricArms = { kind: 'mean', arms: [arm('A', 20), arm('B', 20.1), arm('C', 17)] };
    expect(judgeGuardrail(metric, settings).map(({ variantId, verdict }) => [variantId, verdict])).toEqual([
      ['B', 'pass'],
      ['C', 'fail'],
    ]);
  });

  it('is inconclusive without users or conversions', () => {
    const nothing = { lift: null, worst: null, verdict: 'inconclusive' };
    expect(judge(metricOf(0, 0.5, 0.5))).toMatchObject(nothing);
    expect(judge(metricOf(100, 0, 0.5))).toMatchObject(nothing);
    expect(judge(metricOf(100, 0.5, 0))).toMatchObject({ lift: -1, worst: null, verdict: 'inconclusive' });
  });
});
