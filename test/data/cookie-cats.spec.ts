import { variantsOf } from '../factories/ab-test.factory';
import { eventId, userId } from '../factories/ids';
import { experimentsOf } from '../support/experiments';
import { startTestApp, type TestApp } from '../support/test-app';
import { readCookieCats } from './cookie-cats-players';
import { readJson } from './data-folder';

interface TwoRates {
  x1: number;
  n1: number;
  x2: number;
  n2: number;
  diff_2_minus_1: number;
  relative_lift: number;
  p_pooled_two_sided: number;
  newcombe95_diff: [number, number];
}

interface Expected {
  scipy_statsmodels: {
    srm_50_50: { chi2: number; p: number };
    retention_1: TwoRates;
    retention_7: TwoRates;
    sum_gamerounds_all: {
      mean1: number;
      sd1: number;
      mean2: number;
      sd2: number;
      diff_2_minus_1: number;
      welch_p: number;
      welch_ci95: [number, number];
    };
  };
}

const EXPOSED_AT = '2026-02-01T12:00:00Z';
const { scipy_statsmodels: expected } = readJson<Expected>('cookie-cats', 'expected.json');

let service: TestApp;
let experiments: ReturnType<typeof experimentsOf>;
let testId: string;

/** All 90,189 players as users, exposures and events of one test, sent to the routes that a platform would use. */
beforeAll(async () => {
  service = await startTestApp({ now: '2026-03-01T12:00:00Z' });
  experiments = experimentsOf(service);
  const [control, treatment] = variantsOf(1, 1);
  testId = await experiments.start({
    name: 'Cookie Cats',
    primary_metric: 'retention_7_rate',
    variants: [
      { ...control, variant_id: 'gate_30' },
      { ...treatment, variant_id: 'gate_40' },
    ],
  });
  const players = readCookieCats();
  await experiments.putUsers(1, players.length, { registered_at: '2026-02-01T00:00:00Z' });
  await experiments.expose(
    testId,
    players.map(({ version }, index) => ({
      user_id: userId(index + 1),
      variant_id: version,
      exposed_at: EXPOSED_AT,
    })),
  );
  let next = 1;
  const events = players.flatMap(({ rounds, retained1, retained7 }, index) => {
    const event = (metric_name: string, day: number, value: number) => ({
      event_id: eventId(next++),
      test_id: testId,
      user_id: userId(index + 1),
      metric_name,
      value,
      occurred_at: new Date(Date.parse(EXPOSED_AT) + day * 86_400_000).toISOString(),
    });
    return [
      event('game_rounds', 14, rounds),
      ...(retained1 ? [event('retention_1', 1, 1)] : []),
      ...(retained7 ? [event('retention_7', 7, 1)] : []),
    ];
  });
  const { accepted, rejected } = await experiments.record(events);
  expect([accepted, rejected]).toEqual([events.length, []]);
}, 300_000);
afterAll(() => service.close());

interface Answer {
  variants: { users_count: number; conversions: number; value: number; standard_deviation: number }[];
  comparisons: Record<
    'difference' | 'difference_ci_lower' | 'difference_ci_upper' | 'lift' | 'p_value',
    number
  >[];
  srm: { chi2: number; p_value: number; mismatch: boolean };
  winner_variant_id: string | null;
  warnings: string[];
  recommendation: string;
}

const read = async (metric: string): Promise<Answer> =>
  (await experiments.metrics(testId, `?metric_name=${metric}`).expect(200)).body as Answer;

function expectClose(actual: number, reference: number): void {
  expect(Math.abs(actual / reference - 1)).toBeLessThan(1e-9);
}

describe('Cookie Cats as a test of the service', () => {
  it.each(['retention_1', 'retention_7'] as const)('has the published figures of %s', async (name) => {
    const reference = expected[name];
    const { variants, comparisons } = await read(`${name}_rate`);
    expect(variants).toMatchObject([
      { users_count: reference.n1, conversions: reference.x1 },
      { users_count: reference.n2, conversions: reference.x2 },
    ]);
    const [comparison] = comparisons;
    expectClose(comparison!.difference, reference.diff_2_minus_1);
    expectClose(comparison!.lift, reference.relative_lift);
    expectClose(comparison!.p_value, reference.p_pooled_two_sided);
    expectClose(comparison!.difference_ci_lower, reference.newcombe95_diff[0]);
    expectClose(comparison!.difference_ci_upper, reference.newcombe95_diff[1]);
  });

  it('has the published figures of the game rounds', async () => {
    const reference = expected.sum_gamerounds_all;
    const { variants, comparisons } = await read('game_rounds');
    expectClose(variants[0]!.value, reference.mean1);
    expectClose(variants[1]!.value, reference.mean2);
    expectClose(variants[0]!.standard_deviation, reference.sd1);
    expectClose(variants[1]!.standard_deviation, reference.sd2);
    expectClose(comparisons[0]!.difference, reference.diff_2_minus_1);
    expectClose(comparisons[0]!.p_value, reference.welch_p);
    expectClose(comparisons[0]!.difference_ci_lower, reference.welch_ci95[0]);
    expectClose(comparisons[0]!.difference_ci_upper, reference.welch_ci95[1]);
  });

  it('reports the sample ratio without an alarm, and lets the old gate win after seven days', async () => {
    const { srm, winner_variant_id, warnings, recommendation } = await read('retention_7_rate');
    expectClose(srm.chi2, expected.srm_50_50.chi2);
    expectClose(srm.p_value, expected.srm_50_50.p);
    expect(srm.p_value).toBeCloseTo(0.0086, 4);
    expect(srm.mismatch).toBe(false);
    expect(warnings).not.toContain('sample_ratio_mismatch');
    expect(winner_variant_id).toBe('gate_30');
    expect(recommendation).toMatch(/^Control, the control, is significantly better than all other variants/);
  });

  it('has no winner after a day', async () => {
    expect(await read('retention_1_rate')).toMatchObject({ winner_variant_id: null });
  });
});
